using NlSql.Core.Generation;

namespace NlSql.Web.State;

/// <summary>Which generator a new question goes to.</summary>
public sealed class GeneratorName(ISqlGenerator generator)
{
    public string Value => generator.Name;
}

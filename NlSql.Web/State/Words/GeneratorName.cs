using NlSql.Core.Language.Generation;

namespace NlSql.Web.State.Words;

/// <summary>Which generator a new question goes to.</summary>
public sealed class GeneratorName(ISqlGenerator generator)
{
    public string Value => generator.Name;
}

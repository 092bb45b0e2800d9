using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Generation.Chat;

namespace NlSql.Web.State.Words;

/// <summary>Which generator a new question goes to.</summary>
public sealed class GeneratorName(ISqlGenerator generator, ConfiguredModel model)
{
    /// <summary>As drafts name their writer, for instance <c>built-in</c>.</summary>
    public string Value => generator.Name;

    /// <summary>A setting of the model that does nothing; null when all of them are in use.</summary>
    public string? Unused => model.Note;
}

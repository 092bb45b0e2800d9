using NlSql.Core.Sql.Names;

namespace NlSql.Core.Language.Generation.Prompts;

/// <summary>
/// Names of the catalog within a prompt. Control characters become blanks and fences become quotes: such a name cannot be asked for then, but it
/// cannot break out of the schema's block either.
/// </summary>
internal static class PromptName
{
    public static string Of(string identifier) =>
        Identifier.Quote(string.Concat(identifier.Select(c => char.IsControl(c) ? ' ' : c)).Replace("```", "'''", StringComparison.Ordinal));

    /// <summary>The schema is left out for <c>public</c> and where there is none.</summary>
    public static string Of(RelationName name) =>
        name.Schema is "" or "public" ? Of(name.Name) : $"{Of(name.Schema)}.{Of(name.Name)}";
}

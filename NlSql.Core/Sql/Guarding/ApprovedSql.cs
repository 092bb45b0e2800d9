using NlSql.Core.Sql.Names;

namespace NlSql.Core.Sql.Guarding;

/// <summary>
/// SQL that the guard has proved harmless, printed from its parse tree. Only the guard can make one, and
/// the executor takes nothing else.
/// </summary>
public sealed class ApprovedSql
{
    internal ApprovedSql(string text, IReadOnlyList<RelationName> relations)
    {
        Text = text;
        Relations = relations;
    }

    /// <summary>The statement as printed, without a LIMIT of ours, one statement, no semicolon.</summary>
    public string Text { get; }

    /// <summary>Relations it reads; the schema is empty for a name that was not resolved.</summary>
    public IReadOnlyList<RelationName> Relations { get; }

    /// <summary>The first relation whose personal columns can reach the result or its predicates, so that no model may see it; null when none does.</summary>
    public RelationName? PersonalSource { get; internal init; }

    /// <summary>
    /// Whether a personal column is used anywhere, by name or unnamed, wherever it goes from there, or nobody knows. What a star only hands on is not.
    /// </summary>
    public bool TouchesPersonal { get; internal init; } = true;

    /// <summary>Barred columns of what it reads, which PostgreSQL's hints ("Perhaps you meant ...") would tell.</summary>
    public IReadOnlyList<string> HiddenNames { get; internal init; } = [];

    /// <summary>The search path it was approved under, which the session pins; empty when no database was at hand.</summary>
    public IReadOnlyList<string> SearchPath { get; internal init; } = [];

    /// <summary>Relations whose columns its <see cref="Mark"/> stands for: those it reads, and those whose rows are types of values in it.</summary>
    public IReadOnlyList<RelationName> Shown { get; internal init; } = [];

    /// <summary>Of the definitions it was judged by, see <see cref="Code.DefinitionMarks"/>; null when no database was at hand.</summary>
    public string? Mark { get; internal init; }

    /// <inheritdoc />
    public override string ToString() => Text;
}

using NlSql.Core.Language.Retrieval;
using NlSql.Core.Language.Schema;
using NlSql.Core.Sql.Grammar;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Language.Generation.Healing;

/// <summary>
/// Mends what PostgreSQL would refuse in a model's statement and what the catalog alone can put right: columns that belong to another table,
/// tables that were forgotten, near names, functions of other databases. Works on the parse tree; a statement that is fine, or that does not
/// parse, comes back as it was. Says nothing about whether the statement may run: the guard judges what comes out of here as it judges
/// everything else.
/// </summary>
internal static class SqlHealer
{
    /// <summary>Takes a millisecond or two.</summary>
    public static HealedSql Heal(string sql, SchemaGraph graph, RetrievedSchema schema)
    {
        var corrections = new Corrections();
        if (TypographicQuotes.Straightened(sql) is var straight && straight != sql)
        {
            sql = straight;
            corrections.Add("typographic quotes were made straight");
        }

        try
        {
            if (sql.Contains('\0', StringComparison.Ordinal) || Statement(sql, corrections) is not { } statement)
            {
                return new HealedSql(sql, corrections.Made);
            }

            var healed = new StatementHealing(new HealingCatalog(graph, schema), corrections).Heal(statement);
            return corrections.Any && SqlFormatter.Print(healed) is { } text ? new HealedSql(text, corrections.Made) : new HealedSql(sql, []);
        }
        catch (InsufficientExecutionStackException)
        {
            return new HealedSql(sql, corrections.Made);
        }
    }

    /// <summary>Of several queries the first: models like to add variations.</summary>
    private static ParseNode? Statement(string sql, Corrections corrections)
    {
        if (SourceText.From(sql) is not { } source || StatementReader.Read(source, out var statements) is not null
            || statements.Count == 0 || statements.Any(statement => statement.Node.Kind != "SelectStmt"))
        {
            return null;
        }

        if (statements.Count > 1)
        {
            corrections.AddChoice(FormattableString.Invariant($"of {statements.Count} statements the first was kept"));
        }

        return statements[0].Node;
    }
}

/// <param name="Corrections">What was changed, a clause each, in the order of the statement; empty when nothing was.</param>
internal sealed record HealedSql(string Sql, IReadOnlyList<Correction> Corrections)
{
    private const int NotedCorrections = 12;

    /// <summary>What was changed, without what it means.</summary>
    public IReadOnlyList<string> Clauses => [.. Corrections.Select(correction => correction.Clause)];

    /// <summary>For people; null when nothing was changed.</summary>
    public string? Note => Corrections.Count == 0
        ? null
        : $"Corrected by the schema: {string.Join("; ", Clauses.Take(NotedCorrections))}{Rest(Corrections.Count - NotedCorrections)}.{Doubt}";

    private string Doubt => Corrections.Any(correction => correction.ChangesMeaning)
        ? $" Look whether this is what was meant: {string.Join("; ", Corrections.Where(c => c.ChangesMeaning).Take(NotedCorrections).Select(c => c.Clause))}."
        : "";

    private static string Rest(int count) => count > 0 ? FormattableString.Invariant($"; and {count} more") : "";
}

/// <summary>Collects what was changed, each thing once.</summary>
internal sealed class Corrections
{
    private readonly List<Correction> made = [];
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    public bool Any => made.Count > 0;

    public IReadOnlyList<Correction> Made => made;

    /// <summary>For what is the same in other words.</summary>
    public void Add(string clause) => Add(new Correction(clause));

    /// <summary>For what may change the meaning.</summary>
    public void AddChoice(string clause) => Add(new Correction(clause, ChangesMeaning: true));

    private void Add(Correction correction)
    {
        if (known.Add(correction.Clause))
        {
            made.Add(correction);
        }
    }
}

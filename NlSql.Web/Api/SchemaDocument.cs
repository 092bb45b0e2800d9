using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Schema;

namespace NlSql.Web.Api;

/// <summary>
/// The catalog for programs: names, types, comments, keys, and what NlSql takes tables and columns for. No sampled values: those are data; only what
/// stands for yes and no in a flag, an end that is never reached and the largest discount are told, as evidence of facts.
/// </summary>
internal sealed record SchemaDocument(string Database, DateTimeOffset ReadAt, IReadOnlyList<TableDocument> Tables, IReadOnlyList<KeyDocument> ForeignKeys)
{
    public static SchemaDocument From(SchemaCatalog catalog, IReadOnlyList<StatedFact> facts)
    {
        var byTable = facts.ToLookup(fact => fact.Table);
        return new(
            catalog.DatabaseName,
            catalog.ReadAt,
            [.. catalog.Tables.Select(table => TableDocument.From(table, [.. byTable[table.Name]]))],
            [.. catalog.ForeignKeys.Select(key => new KeyDocument(key.From.ToString(), key.FromColumns, key.To.ToString(), key.ToColumns, key.IsDeclared))]);
    }
}

/// <param name="RowEstimate">By the planner's statistics; null when never analyzed.</param>
/// <param name="UniqueKeys">Columns of each unique constraint or index besides the primary key.</param>
/// <param name="Facts">What the table is taken for: "history", "measure", "empty".</param>
internal sealed record TableDocument(
    string Schema,
    string Name,
    RelationKind Kind,
    string? Comment,
    long? RowEstimate,
    IReadOnlyList<string> PrimaryKey,
    IReadOnlyList<IReadOnlyList<string>> UniqueKeys,
    IReadOnlyList<FactDocument> Facts,
    IReadOnlyList<TableColumnDocument> Columns)
{
    public static TableDocument From(TableInfo table, IReadOnlyList<StatedFact> facts) => new(
        table.Name.Schema,
        table.Name.Name,
        table.Kind,
        table.Comment,
        table.RowEstimate,
        table.PrimaryKey,
        table.UniqueKeys,
        FactDocument.Of(facts, null),
        [
            .. table.Columns.Select(column => new TableColumnDocument(
                column.Name,
                column.DataType,
                column.IsNullable,
                column.Comment,
                column.EnumLabels,
                column.IsPersonal,
                FactDocument.Of(facts, column.Name)))
        ]);
}

/// <param name="Facts">What the column is taken for: "flag", "main date", "code".</param>
internal sealed record TableColumnDocument(
    string Name,
    string Type,
    bool Nullable,
    string? Comment,
    IReadOnlyList<string> EnumLabels,
    bool Personal,
    IReadOnlyList<FactDocument> Facts);

/// <param name="Evidence">In a sentence, with why.</param>
internal sealed record FactDocument(string Kind, string Evidence)
{
    public static IReadOnlyList<FactDocument> Of(IReadOnlyList<StatedFact> facts, string? column) =>
        [.. facts.Where(fact => fact.Column == column).Select(fact => new FactDocument(fact.Kind, fact.Evidence))];
}

internal sealed record KeyDocument(string From, IReadOnlyList<string> FromColumns, string To, IReadOnlyList<string> ToColumns, bool Declared);

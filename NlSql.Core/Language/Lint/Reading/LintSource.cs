using NlSql.Core.Language.Schema;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Language.Lint.Reading;

/// <summary>Something in FROM.</summary>
/// <param name="Node">Where it stands.</param>
/// <param name="Alias">By which its columns are called.</param>
/// <param name="Table">Null for what is no table.</param>
/// <param name="Body">Of a sub-query or a WITH query; null for others and where its columns go by other names.</param>
/// <param name="IsOptional">An outer join can leave it empty.</param>
internal sealed record LintSource(ParseNode Node, string Alias, TableNode? Table, LintBody? Body, bool IsOptional)
{
    /// <summary>A function, VALUES, a query whose columns are not followed: nobody knows how its rows meet others.</summary>
    public bool IsUnknown => Table is null && Body is not { Parts.Count: 1 };

    /// <summary>For people.</summary>
    public string Name => Table?.Name ?? Alias;

    /// <summary>Null where it cannot be told.</summary>
    public bool? Has(string column) => Table is not null ? Table.Columns.Any(c => c.Info.Name == column)
        : Body is { Parts: [var query, ..] } ? query.HasOutput(column)
        : null;

    public bool Equals(LintSource? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

/// <summary>A column of a source.</summary>
/// <param name="Query">Whose FROM the source stands in: that of the reference, or one around it.</param>
internal sealed record LintColumn(LintQuery Query, LintSource Source, string Name)
{
    /// <summary>The table's column behind it, through sub-queries that hand it on; null where it is computed or not known.</summary>
    public ColumnNode? Base => Source.Table is { } table ? table.Columns.FirstOrDefault(c => c.Info.Name == Name)
        : Source.Body is { Parts: [var query] } && query.Output(Name) is { Kind: "ColumnRef" } handed ? query.Find(handed)?.Base
        : null;

    /// <summary>An outer join or a NULL in the table can leave it empty.</summary>
    public bool IsOptional => Source.IsOptional
        || (Source.Body is { Parts: [var query] } && query.Output(Name) is { Kind: "ColumnRef" } handed && query.Find(handed)?.IsOptional == true);
}

/// <summary>What stands in parentheses or WITH: one query, or several that a set operation puts together.</summary>
internal sealed record LintBody(IReadOnlyList<LintQuery> Parts);

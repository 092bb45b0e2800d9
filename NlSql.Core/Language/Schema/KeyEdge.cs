using NlSql.Core.Language.Schema.Keys;

namespace NlSql.Core.Language.Schema;

/// <summary>
/// A foreign key, declared or inferred. <paramref name="Many"/> refers to <paramref name="One"/>; the two may be the same table. Several keys between
/// the same two tables are several edges.
/// </summary>
internal sealed record KeyEdge(
    TableNode Many, IReadOnlyList<ColumnNode> ManyColumns, TableNode One, IReadOnlyList<ColumnNode> OneColumns, KeyEvidence Evidence)
{
    /// <summary>The same for the same columns in every reading of a schema: <c>flights(origin_id)->airports(id)</c>.</summary>
    public string Id { get; } = $"{Many.Info.Name}({Names(ManyColumns)})->{One.Info.Name}({Names(OneColumns)})";

    public bool IsDeclared => Evidence.IsDeclared;

    /// <summary>Found by NlSql rather than declared or given with the schema.</summary>
    public bool IsInferred => !IsDeclared && !ReferenceEquals(Evidence, KeyEvidence.Given);

    /// <summary>A row may refer to nothing.</summary>
    public bool IsNullable { get; } = ManyColumns.Any(c => c.Info.IsNullable);

    /// <summary>Share of rows that refer to something, 0 to 1; null when no statistics tell.</summary>
    public double? FilledShare { get; } = ManyColumns.Any(c => c.Info.Statistics.NullFraction is null)
        ? null
        : 1 - ManyColumns.Max(c => c.Info.Statistics.NullFraction!.Value);

    /// <summary>
    /// What the key says beyond the name of what it refers to, lemmas as the names were split: <c>origin_airport_id</c> says origin, <c>billing_address_id</c>
    /// billing, <c>manager_id</c> manager, <c>customer_id</c> nothing.
    /// </summary>
    public IReadOnlyList<string> RoleWords { get; } = KeyRole.Words(ManyColumns, One, OneColumns);

    /// <summary>The role as it is spelled in the schema, for people: "reports to"; empty for a key without one.</summary>
    public string Role => KeyRole.Text(ManyColumns, RoleWords);

    /// <summary>At most one row on both sides: by a constraint, or by statistics where the table declares no key.</summary>
    public bool IsOneToOne { get; } = Uniqueness.MeetsOne(Many, ManyColumns);

    public bool IsSelfReference => Many == One;

    public TableNode Other(TableNode table) => table == Many ? One : Many;

    /// <summary>True when one row of <paramref name="from"/> meets at most one row on the other side; of a self reference, along the key.</summary>
    public bool IsToOne(TableNode from) => IsToOneAlong(from == Many);

    /// <param name="isForward">From the table that refers to the one that is referred to.</param>
    public bool IsToOneAlong(bool isForward) => isForward ? !Evidence.IsPairing : IsOneToOne;

    public override string ToString() => Id;

    private static string Names(IReadOnlyList<ColumnNode> columns) => string.Join(", ", columns.Select(c => c.Info.Name));
}

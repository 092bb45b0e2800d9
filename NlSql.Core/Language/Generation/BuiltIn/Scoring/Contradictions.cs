using NlSql.Core.Database.Catalog;
using NlSql.Core.Language.Generation.BuiltIn.Compilation;
using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Scoring;

/// <summary>
/// Finds conditions that no row can meet together: "compare 2024 with 2025" was not read as what it is, nor was "without an order in 2025" where none at all
/// and one in that year are asked for.
/// </summary>
internal static class Contradictions
{
    public static bool In(Answer answer) => FrameTables.Frames(answer).Any(f => In(f.Where) || In(f.Having));

    private static bool In(Filter? filter) => filter switch
    {
        AllOf all => all.Parts.Any(In) || Clash(all),
        AnyOf any => any.Parts.Any(In),
        Exists exists => In(exists.Where),
        Within within => within.Range.IsEmpty,
        _ => false,
    };

    private static bool Clash(AllOf all)
    {
        var parts = Flat(all).ToList();
        return parts.OfType<Within>().GroupBy(w => Use(w.Column))
            .Any(g => g.Max(w => w.Range.From ?? DateOnly.MinValue) >= g.Min(w => w.Range.To ?? DateOnly.MaxValue))
            || parts.OfType<AnyOf>().SelectMany(a => a.Parts.OfType<Within>()).Any(either =>
                parts.OfType<Within>().Any(w => Use(w.Column) == Use(either.Column) && AreApart(w.Range, either.Range)))
            || parts.OfType<Not>().Select(n => n.Inner).OfType<Exists>().Any(none => none is { Where: null, Count: null }
                && parts.OfType<Exists>().Any(some => some.Related == none.Related && some.Count is not { Least: 0 }))
            || parts.OfType<IsEmpty>().Any(none => parts.OfType<Not>().Any(n => n.Inner is IsEmpty there && Use(there.Column) == Use(none.Column)))
            || parts.SelectMany(Values).GroupBy(v => v.Use).Any(g => !g.Select(v => v.Texts).Aggregate((x, y) => x.Intersect(y, StringComparer.Ordinal)).Any());
    }

    /// <summary>"from January to October in 2024, 2025 and 2026": two of the years have nothing of ten months of 2026.</summary>
    private static bool AreApart(DateRange one, DateRange other) =>
        (one.From ?? DateOnly.MinValue) >= (other.To ?? DateOnly.MaxValue) || (other.From ?? DateOnly.MinValue) >= (one.To ?? DateOnly.MaxValue);

    /// <summary>What a column has to be equal to: one of these.</summary>
    private static IEnumerable<((ColumnNode Column, KeyEdge? Role) Use, IEnumerable<string> Texts)> Values(Filter filter) => filter switch
    {
        OneOf { NeedsAll: false, Column.Column.Info.Kind: not ColumnKind.Array } one => [(Use(one.Column), one.Values.Select(v => v.Text.ToUpperInvariant()))],
        Compare { Left: ColumnUse left, Relation: Relation.Equal, Right: TextConstant right } => [(Use(left), [right.Value.ToUpperInvariant()])],
        Compare { Left: ColumnUse left, Relation: Relation.Equal, Right: NumberConstant right } =>
            [(Use(left), [right.Value.ToString(System.Globalization.CultureInfo.InvariantCulture)])],
        _ => [],
    };

    private static IEnumerable<Filter> Flat(Filter filter) => filter is AllOf all ? all.Parts.SelectMany(Flat) : [filter];

    private static (ColumnNode Column, KeyEdge? Role) Use(ColumnUse use) => (use.Column, use.Of.Role);
}

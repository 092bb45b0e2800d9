using NlSql.Core.Database.Catalog;

namespace NlSql.Core.Language.Schema.Keys;

/// <summary>
/// Finds keys that the database does not declare, beside those that it does: by names and types, by which side is unique, and by whether known values lie
/// within those of the other side. One key a column at most, each with a confidence and a sentence why.
/// </summary>
internal sealed class KeyInference
{
    private const double Enough = 0.5;
    private const double Tie = 0.001;

    private readonly KeyNames names;
    private readonly KeyValues values;
    private readonly HashSet<ColumnNode> referring = [];
    private readonly HashSet<TableNode> declaring = [];
    private readonly HashSet<(TableNode, TableNode)> joined = [];

    private KeyInference(IReadOnlyList<TableNode> tables, IReadOnlyList<KeyEdge> known)
    {
        names = new KeyNames(tables);
        values = new KeyValues(names.Main);
        foreach (var edge in known)
        {
            referring.UnionWith(edge.ManyColumns);
            declaring.Add(edge.Many);
            joined.Add((edge.Many, edge.One));
            joined.Add((edge.One, edge.Many));
        }
    }

    public static IReadOnlyList<KeyEdge> Find(IReadOnlyList<TableNode> tables, IReadOnlyList<KeyEdge> known)
    {
        var inference = new KeyInference(tables, known);
        List<KeyEdge> found = [.. tables.SelectMany(t => t.Columns).Select(inference.Of).OfType<KeyEdge>()];
        var byColumn = found.ToDictionary(e => e.ManyColumns[0]);
        return [.. found.Where(e => !byColumn.TryGetValue(e.OneColumns[0], out var back) || back.OneColumns[0] != e.ManyColumns[0] || IsRather(e, back))];
    }

    /// <summary>
    /// Of two columns that may refer to each other, the one that holds fewer values refers to the other, then the one in the table that holds less besides.
    /// </summary>
    private static bool IsRather(KeyEdge edge, KeyEdge back) =>
        edge.Evidence.Confidence != back.Evidence.Confidence ? edge.Evidence.Confidence > back.Evidence.Confidence
            : Known(edge.ManyColumns[0]) is { } own && Known(edge.OneColumns[0]) is { } other && own != other ? own < other
            : edge.Many.Columns.Count != edge.One.Columns.Count ? edge.Many.Columns.Count < edge.One.Columns.Count
            : edge.Many.Place > edge.One.Place;

    private static double? Known(ColumnNode column) => column.Info.Statistics.DistinctCount;

    private KeyEdge? Of(ColumnNode column)
    {
        if (referring.Contains(column) || !KeyTypes.MayBeKey(column.Info) || IsOwnName(column))
        {
            return null;
        }

        var fits = names.Of(column).Select(fit => (Fit: fit, Confidence: Confidence(column, fit))).Where(f => f.Confidence >= Enough).ToList();
        if (fits.Count == 0)
        {
            fits = [.. values.Of(column).Select(fit => (Fit: fit, Confidence: Confidence(column, fit))).Where(f => f.Confidence >= Enough)];
        }

        if (fits.Count == 0)
        {
            return null;
        }

        var (best, confidence) = fits.MaxBy(f => f.Confidence);
        if (Owner([.. fits.Where(f => f.Confidence > confidence - Tie).Select(f => f.Fit)]) is { } owner)
        {
            // Of sheets with a row each for the same things the one that has them all is the list of them, to which the others refer as well.
            best = owner;
        }
        else if (best.NeedsOneOwner && fits.Exists(f => f.Fit.Target.Table != best.Target.Table && f.Confidence > confidence - Tie))
        {
            return null;
        }

        return new KeyEdge(column.Table, [column], best.Target.Table, [best.Target.Column], new KeyEvidence(false, confidence, Reason(column, best)));
    }

    /// <summary>Null where no one of several holds more of the values than any other.</summary>
    private static NameFit? Owner(List<NameFit> alike)
    {
        var ranked = alike.DistinctBy(f => f.Target.Table).OrderByDescending(f => Known(f.Target.Column) ?? 0).ToList();
        return ranked.Count > 1 && ranked.TrueForAll(f => f.Target is { Uniqueness: { IsUnique: true, IsDeclared: false } }
                && f.Target.Column.Info.Name == ranked[0].Target.Column.Info.Name)
            && Known(ranked[0].Target.Column) > Known(ranked[1].Target.Column) ? ranked[0] : null;
    }

    private double Confidence(ColumnNode column, NameFit fit)
    {
        var (target, table) = (fit.Target, column.Table);
        var values = ValueFits.Of(column.Info, target.Column.Info);
        if (values != ValueFit.Occurs && !target.IsMain && target.IsByChance)
        {
            return 0;
        }

        if ((!fit.HasRole && joined.Contains((table, target.Table))) || (IsWholeKey(column) && !IsPartOf(column, fit)))
        {
            return 0;
        }

        return Math.Clamp(
            fit.Score
                + (target.Uniqueness is { IsUnique: true, IsDeclared: true } ? 0.06 : target.Uniqueness.IsUnique == true ? 0.05 : 0)
                + KeyTypes.Fit(column.Info, target.Column.Info) switch { TypeFit.Same => 0.02, TypeFit.Loose => -0.1, TypeFit.None => -1, _ => 0 }
                + values switch { ValueFit.Occurs => 0.08, ValueFit.RangeWithin => 0.04, ValueFit.Apart => -0.5, _ => 0 }
                - (table.Info.Name.Schema == target.Table.Info.Name.Schema ? 0 : 0.1)
                - (target.Table.Info.Kind is RelationKind.View or RelationKind.MaterializedView ? 0.1 : 0)
                - (declaring.Contains(table) ? 0.08 : 0)
                - (IsWholeKey(column) ? 0.1 : 0),
            0,
            0.99);
    }

    /// <summary><c>customers.customer_id</c> is what others refer to.</summary>
    private static bool IsOwnName(ColumnNode column) => KeyWords.Of(column) is { Count: > 1 } words
        && (KeyWords.IsEnding(words[^1]) || words[^1] == "name")
        && string.Concat(words.SkipLast(1)) == column.Table.Joined;

    private static bool IsWholeKey(ColumnNode column) => column.Table.Key is [var only] && only == column;

    /// <summary>
    /// Details that share the key of what they belong to: <c>customer_profiles.customer_id</c>, but not a key that two tables happen to share.
    /// </summary>
    private static bool IsPartOf(ColumnNode column, NameFit fit) =>
        !fit.HasRole && KeyWords.Of(column) is { Count: > 1 } words && string.Concat(words.SkipLast(1)) == fit.Target.Table.Joined;

    private static string Reason(ColumnNode column, NameFit fit)
    {
        var (target, range) = (fit.Target, fit.Target.Column.Info.Statistics);
        var unique = target.Uniqueness.IsUnique is null ? $"{target.Column} looks like a key" : $"of {target.Column}, {target.Uniqueness.Reason}";
        var values = ValueFits.Of(column.Info, target.Column.Info) switch
        {
            ValueFit.Occurs => $"; its {column.Info.Statistics.Samples.Count} known values occur there",
            ValueFit.RangeWithin => $"; its values lie within {range.Minimum} to {range.Maximum}, as those there do",
            _ => "",
        };
        return $"Not declared: {column} {fit.Reason}; {unique}{values}.";
    }
}

namespace NlSql.Core.Language.Analysis.Profile;

/// <summary>The kinds of results that are read and drawn differently.</summary>
internal enum ShapeKind
{
    NoRows,
    SingleValue,
    SingleRow,

    /// <summary>One column only.</summary>
    List,

    /// <summary>One row per point in time, one or more measures.</summary>
    TimeSeries,

    /// <summary>One row per point in time and category.</summary>
    TimeSeriesByCategory,

    /// <summary>One row per named thing, one or more measures.</summary>
    Ranking,

    /// <summary>One row per pair of categories.</summary>
    Cross,

    /// <summary>Anything else: rows as they are.</summary>
    Table,
}

/// <summary>A result's kind with the columns that make it so.</summary>
/// <param name="Label">Names the rows: the category of a ranking, the first dimension of a cross table, the series of a time series by category.</param>
/// <param name="Second">The second dimension of a cross table.</param>
internal sealed record ResultShape(ShapeKind Kind, ProfiledColumn? Time = null, ProfiledColumn? Label = null, ProfiledColumn? Second = null)
{
    /// <summary>The measures in column order.</summary>
    public IReadOnlyList<ProfiledColumn> Measures { get; init; } = [];

    public ProfiledColumn Measure => Measures[0];

    public static ResultShape Of(ResultProfile profile)
    {
        var measures = profile.Measures.ToList();
        if (profile.Rows.Count == 0 || profile.Columns.Count == 0)
        {
            return new ResultShape(ShapeKind.NoRows);
        }

        if (profile.Rows.Count == 1)
        {
            return new ResultShape(profile.Columns.Count == 1 ? ShapeKind.SingleValue : ShapeKind.SingleRow) { Measures = measures };
        }

        if (profile.Columns.Count == 1)
        {
            return new ResultShape(ShapeKind.List) { Measures = measures };
        }

        return (measures.Count > 0 ? WithMeasures(profile) : null) is { } shape
            ? shape with { Measures = measures }
            : new ResultShape(ShapeKind.Table) { Measures = measures };
    }

    /// <summary>The categories, without keys written as text where names tell the rows apart as well: people know rows by their names.</summary>
    private static List<ProfiledColumn> Naming(ResultProfile profile, List<ProfiledColumn> times)
    {
        var all = profile.Categories.ToList();
        var names = all.FindAll(category => !ColumnNames.IsIdentifier(category.Column.Name));
        return names.Count > 0 && names.Count < all.Count && profile.IsUniqueBy([.. names, .. times]) ? names : all;
    }

    private static ResultShape? WithMeasures(ResultProfile profile)
    {
        var times = profile.Times.ToList();
        var categories = Naming(profile, times);
        if (times is [{ Nulls: 0 } time])
        {
            if (categories.Count == 0)
            {
                return time.IsUnique ? new ResultShape(ShapeKind.TimeSeries, time) : null;
            }

            if (categories is [var series] && !time.IsUnique && profile.IsUniqueBy(time, series))
            {
                return new ResultShape(ShapeKind.TimeSeriesByCategory, time, series);
            }
        }

        // A name that is unique by itself labels its row, whatever else describes it.
        var unique = categories.FindAll(category => category.IsUnique);
        if ((unique.Find(category => category.Label == "last name") ?? unique.FirstOrDefault()) is { } label && times.Count <= 1)
        {
            return new ResultShape(ShapeKind.Ranking, Label: label);
        }

        if (times.Count == 0 && categories is [var first, var second] && profile.IsUniqueBy(first, second))
        {
            return new ResultShape(ShapeKind.Cross, Label: first, Second: second);
        }

        // Groups may hold NULL: "no region" is a group as well.
        if (times.Count == 0 && categories is [var only] && profile.IsUniqueBy(only))
        {
            return new ResultShape(ShapeKind.Ranking, Label: only);
        }

        return times.Count == 0
            && categories.Count == 0
            && profile.Columns.FirstOrDefault(column => column.Role == ColumnRole.Identifier && column.IsUnique) is { } id
            ? new ResultShape(ShapeKind.Ranking, Label: id)
            : null;
    }
}

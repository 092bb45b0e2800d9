using NlSql.Core.Foundation.Numbers;
using NlSql.Core.Language.Analysis.Profile;

namespace NlSql.Core.Language.Analysis.Narrative;

/// <summary>What a narrative is written from.</summary>
/// <param name="Scope">Empty, or a remark such as <c>of the first 1,000 rows</c> that every total has to carry.</param>
/// <param name="RanAt">When the rows were read, as the clocks of the session's zone showed it; a period that ends later is not over.</param>
internal sealed record Reading(ResultProfile Profile, ResultShape Shape, string Scope, DateTimeOffset RanAt)
{
    /// <summary>" of the first 1,000 rows", to be put behind a total; empty when all rows are there.</summary>
    public string InScope => Scope.Length == 0 ? string.Empty : " " + Scope;

    /// <summary>How its readers write numbers.</summary>
    public NumberFormat Numbers { get; init; } = NumberFormat.Neutral;

    /// <summary>The query deals with dates, so that a question by month can be answered too.</summary>
    public bool KnowsTime { get; init; }

    /// <summary>The query reads only those rows that meet something.</summary>
    public bool HasConditions { get; init; }

    /// <summary>The query asked for so many rows of those there are, and there were as many: totals are of these, not of all.</summary>
    public bool IsTop { get; init; }

    /// <summary>The query counts different things in each group: groups may have some in common, and are no parts of their sum.</summary>
    public bool MayOverlap { get; init; }

    /// <summary>Yes or no, where the question asks for it and the rows tell; null otherwise.</summary>
    public bool? Answer { get; init; }

    /// <summary>The value that names a row, for instance the category of a ranking; a number says what it counts: <c>quarter 3</c>.</summary>
    public string? NameOf(ProfiledColumn column, int row) => Profile.Rows[row][column.Index] switch
    {
        null => null,
        string name when Profile.OtherNameOf(column) is { } other && Profile.Rows[row][other.Index] is string rest =>
            column.Label == "first name" ? $"{name} {rest}" : $"{rest} {name}",
        (long or decimal or double) and var number => $"{column.Noun} {CellValues.Text(number)}",
        var cell => CellValues.Text(cell),
    };
}

/// <summary>Headline, bullets and follow-up questions of one shape of result.</summary>
internal interface INarrative
{
    TracedText Headline(Reading reading);

    /// <summary>Most important first.</summary>
    IEnumerable<TracedText> Bullets(Reading reading);

    IEnumerable<string> FollowUps(Reading reading);
}

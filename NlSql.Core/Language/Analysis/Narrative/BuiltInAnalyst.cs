using System.Runtime.CompilerServices;
using NlSql.Core.Foundation.Numbers;
using NlSql.Core.Language.Analysis.Profile;

namespace NlSql.Core.Language.Analysis.Narrative;

/// <summary>
/// Reads a result without a model: the same result gives the same text. Every number in it is computed here from the cells that it
/// names.
/// </summary>
internal sealed class BuiltInAnalyst(NumberFormat format) : IResultAnalyst
{
    /// <summary>As every answer names its writer.</summary>
    public const string Name = "built-in";

    private const int MostBullets = 7;

    public async IAsyncEnumerable<AnalysisEvent> AnalyzeAsync(AnalysisRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reading = Read(request, format);
        var narrative = NarrativeFor(reading.Shape.Kind);
        var markdown = new System.Text.StringBuilder();
        List<TracedNumber> numbers = [];
        foreach (var (text, prefix) in Paragraphs(reading, narrative, request))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var written = text.Write(format, withCurrency: markdown.Length == 0);
            var piece = prefix + written.Markdown + "\n";
            markdown.Append(piece);
            numbers.AddRange(written.Numbers);
            yield return new AnalysisText(piece);

            // Long profiles must not hold up the one who reads the first lines.
            await Task.Yield();
        }

        yield return new AnalysisFinished(
            markdown.ToString(),
            Name,
            numbers,
            [],
            [.. narrative.FollowUps(reading).Distinct(StringComparer.Ordinal).Take(3)],
            []);
    }

    /// <summary>The profile and shape of a request's rows, with the remark that partial rows call for.</summary>
    public static Reading Read(AnalysisRequest request, NumberFormat format)
    {
        var (profile, shape) = request.Read();
        return new Reading(profile, shape, ScopeOf(request, format), request.Result.RanAt)
        {
            Numbers = format,
            KnowsTime = profile.Times.Any() || QueryText.KnowsTime(request.Sql),
            MayOverlap = QueryText.CountsDifferent(request.Sql),
            HasConditions = QueryText.HasConditions(request.Sql),
            IsTop = QueryText.Limit(request.Sql) is { } limit && request.Rows.Count >= limit,
            Answer = YesOrNo.Of(request.Question, shape, profile),
        };
    }

    /// <summary>Questions that a result of this shape suggests.</summary>
    public static IReadOnlyList<string> FollowUps(Reading reading) =>
        [.. NarrativeFor(reading.Shape.Kind).FollowUps(reading).Distinct(StringComparer.Ordinal).Take(3)];

    private static IEnumerable<(TracedText Text, string Prefix)> Paragraphs(Reading reading, INarrative narrative, AnalysisRequest request)
    {
        yield return (narrative.Headline(reading), reading.Answer switch { true => "**Yes.** ", false => "**No.** ", null => string.Empty });
        var isFirst = true;
        foreach (var bullet in narrative.Bullets(reading).Take(MostBullets).Concat(Missing(reading)))
        {
            yield return (bullet, isFirst ? "\n- " : "- ");
            isFirst = false;
        }

        if (Limits(request) is { } limits)
        {
            yield return (limits, "\n");
        }
    }

    /// <summary>Columns in which values are missing; where everything is missing the column is named as empty.</summary>
    private static IEnumerable<TracedText> Missing(Reading reading)
    {
        if (reading.Profile.Rows.Count < 2)
        {
            yield break;
        }

        foreach (var column in reading.Profile.Columns.Where(column => column.Nulls > 0).OrderByDescending(column => column.Nulls).Take(3))
        {
            yield return column.Role == ColumnRole.Empty
                ? new TracedText().QuoteCapital(column.Label).Say(" is empty in every row.")
                : new TracedText()
                    .QuoteCapital(column.Label)
                    .Say(" is missing in ")
                    .Number(NumberText.Count(column.Nulls), "count", new CellReference(-1, column.Index))
                    .Say(" of ")
                    .Rows(column.Rows, "row")
                    .Say(" (")
                    .Number(NumberText.Percent((double)column.Nulls / column.Rows), "share", new CellReference(-1, column.Index))
                    .Say(").");
        }
    }

    private static TracedText? Limits(AnalysisRequest request) =>
        request.Result.Partial
            ? new TracedText()
                .Say("_The run was stopped before it was finished: this reads only the ")
                .Rows(request.Rows.Count, "row")
                .Say(" that had arrived._")
        : IsPart(request)
            ? new TracedText()
                .Say("_This reads the first ")
                .Rows(request.Rows.Count, "row")
                .Say("; there are more, so totals, shares and extremes are of this part only._")
        : null;

    private static string ScopeOf(AnalysisRequest request, NumberFormat format) => IsPart(request)
        ? $"of the first {format.Write(request.Rows.Count, "N0")} rows"
        : string.Empty;

    private static bool IsPart(AnalysisRequest request) => request.Result.Truncated || request.Result.Partial || request.Rows.Count < request.Result.RowCount;

    private static INarrative NarrativeFor(ShapeKind kind) => kind switch
    {
        ShapeKind.NoRows => new EmptyNarrative(),
        ShapeKind.SingleValue or ShapeKind.SingleRow => new SingleNarrative(),
        ShapeKind.TimeSeries => new TimeSeriesNarrative(),
        ShapeKind.TimeSeriesByCategory or ShapeKind.Cross => new BreakdownNarrative(),
        ShapeKind.Ranking => new RankingNarrative(),
        _ => new TableNarrative(),
    };
}

using NlSql.Core.Database.Execution;
using NlSql.Core.Language.Analysis.Profile;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Language.Analysis;

/// <summary>Writes the analysis of a result as Markdown, streamed, and says where each number comes from.</summary>
public interface IResultAnalyst
{
    /// <summary>
    /// Zero or more pieces of text, then exactly one <see cref="AnalysisFinished"/>. What a model cannot write is written without it.
    /// </summary>
    IAsyncEnumerable<AnalysisEvent> AnalyzeAsync(AnalysisRequest request, CancellationToken cancellationToken);
}

/// <param name="Rows">The rows that are read, from the first on, values as in <see cref="StoredResult"/>.</param>
public sealed record AnalysisRequest(string Question, string Sql, StoredResult Result, IReadOnlyList<object?[]> Rows)
{
    private (IReadOnlyList<object?[]> Rows, ResultProfile Profile, ResultShape Shape)? reading;

    /// <summary>What was computed of the rows: made once, for the chart, the analysis and the check of a model's numbers.</summary>
    internal (ResultProfile Profile, ResultShape Shape) Read()
    {
        if (reading is not { } known || !ReferenceEquals(known.Rows, Rows))
        {
            var profile = ResultProfile.Of(Result.Columns, Rows);
            reading = known = (Rows, profile, ResultShape.Of(profile));
        }

        return (known.Profile, known.Shape);
    }

    /// <summary>A relation whose personal columns the rows may hold, so that they must not leave for a model; null when there is none.</summary>
    public RelationName? PersonalSource { get; init; }
}

/// <summary>What an analyst streams.</summary>
public abstract record AnalysisEvent;

/// <summary>The next piece of Markdown.</summary>
public sealed record AnalysisText(string Markdown) : AnalysisEvent;

/// <summary>The whole analysis; the last event.</summary>
/// <param name="Writer">Which analyst wrote it: <c>built-in</c> or <c>model:...</c>.</param>
/// <param name="Numbers">Every number in the text with the cells it comes from.</param>
/// <param name="UntracedNumbers">Numbers that no cell and no derivation explains: shown with a mark.</param>
/// <param name="FollowUps">Questions that suggest themselves.</param>
public sealed record AnalysisFinished(
    string Markdown,
    string Writer,
    IReadOnlyList<TracedNumber> Numbers,
    IReadOnlyList<string> UntracedNumbers,
    IReadOnlyList<string> FollowUps,
    IReadOnlyList<string> Notes) : AnalysisEvent;

/// <param name="Text">As written in the analysis.</param>
/// <param name="Derivation"><c>cell</c>, or what was computed: <c>sum</c>, <c>share</c>, <c>change</c>, ...</param>
/// <param name="Cells">Cells it comes from.</param>
public sealed record TracedNumber(string Text, string Derivation, IReadOnlyList<CellReference> Cells);

/// <param name="Row">Zero-based row of the result; -1 means the whole column.</param>
public sealed record CellReference(long Row, int Column);

/// <summary>Chooses a chart from a result's shape; null when no chart helps.</summary>
public interface IChartAdvisor
{
    /// <summary>Null when no chart helps; nothing is read but the request.</summary>
    ChartSpec? Choose(AnalysisRequest request);
}

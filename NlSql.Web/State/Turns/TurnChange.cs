using NlSql.Core.Turns.Pipeline;

namespace NlSql.Web.State.Turns;

/// <summary>Which part of a view changed, so that only that part is drawn again.</summary>
public enum TurnChange
{
    /// <summary>Anything: draw the turn again.</summary>
    Whole,

    /// <summary>The SQL has grown by a piece.</summary>
    SqlText,

    /// <summary>The analysis has grown by a piece.</summary>
    AnalysisText,

    /// <summary>More rows have come.</summary>
    RowCount,
}

internal static class TurnChanges
{
    /// <summary>What has to be drawn again after <paramref name="happened"/>.</summary>
    public static TurnChange Of(PipelineEvent happened) => happened switch
    {
        SqlTokenWritten => TurnChange.SqlText,
        AnalysisWritten => TurnChange.AnalysisText,
        RowsCounted => TurnChange.RowCount,
        _ => TurnChange.Whole,
    };
}

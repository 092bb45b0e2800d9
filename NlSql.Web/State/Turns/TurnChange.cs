using NlSql.Core.Turns.Pipeline;

namespace NlSql.Web.State.Turns;

/// <summary>Which part of a view changed, so that only that part is drawn again.</summary>
public enum TurnChange
{
    Whole,
    SqlText,
    AnalysisText,
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

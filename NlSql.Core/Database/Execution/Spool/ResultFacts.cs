using NlSql.Core.Foundation.Failures;

namespace NlSql.Core.Database.Execution.Spool;

/// <summary>What is known of a run once it is over; see <see cref="StoredResult"/> for the meaning.</summary>
internal sealed record ResultFacts(
    string Sql,
    DateTimeOffset RanAt,
    string TimeZone,
    TimeSpan TimeToFirstRow,
    TimeSpan Duration,
    bool Truncated,
    long CutCells,
    PipelineFailure? Interruption);

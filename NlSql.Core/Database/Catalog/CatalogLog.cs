using Microsoft.Extensions.Logging;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Database.Catalog;

/// <summary>Event ids 1400 to 1499.</summary>
internal static partial class CatalogLog
{
    [LoggerMessage(1400, LogLevel.Information, "Read {Tables} tables with {Columns} columns and {Keys} foreign keys in {Milliseconds} ms")]
    public static partial void Read(ILogger logger, int tables, int columns, int keys, long milliseconds);

    [LoggerMessage(1401, LogLevel.Information, "{Tables} tables have no planner statistics and are sampled; ANALYZE would spare that")]
    public static partial void NoStatistics(ILogger logger, int tables);

    [LoggerMessage(1402, LogLevel.Debug, "No sample of {Table}: {Reason}")]
    public static partial void SampleFailed(ILogger logger, RelationName table, string reason);

    [LoggerMessage(1404, LogLevel.Information, "Of {Tables} small tables only the commonest values are known, because reading all took too long")]
    public static partial void ValuesBudgetSpent(ILogger logger, int tables);

    [LoggerMessage(1403, LogLevel.Information, "{Tables} tables without statistics were not sampled because that took too long")]
    public static partial void SampleBudgetSpent(ILogger logger, int tables);
}

using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace NlSql.Core.Database.Execution;

/// <summary>Limits on what a statement may take.</summary>
public sealed class ExecutionOptions
{
    /// <summary>Rows that a run keeps and shows.</summary>
    /// <value>1000</value>
    [ConfigurationKeyName("MAX_ROWS")]
    [Range(1, 1_000_000, ErrorMessage = "MAX_ROWS must be between 1 and 1000000.")]
    public int MaxRows { get; set; } = 1000;

    /// <summary>Bytes of cell text that a run keeps; rows beyond are left out and the result says it is truncated.</summary>
    /// <value>67108864 (64 MB)</value>
    [ConfigurationKeyName("MAX_RESULT_BYTES")]
    [Range(65_536, 4_294_967_296, ErrorMessage = "MAX_RESULT_BYTES must be between 65536 and 4294967296.")]
    public long MaxResultBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>Bytes of one cell that a run keeps; a longer one is cut there and says so.</summary>
    /// <value>1048576 (1 MB)</value>
    [ConfigurationKeyName("MAX_CELL_BYTES")]
    [Range(1024, 67_108_864, ErrorMessage = "MAX_CELL_BYTES must be between 1024 and 67108864.")]
    public int MaxCellBytes { get; set; } = 1024 * 1024;

    /// <summary>Bytes of one cell that an export writes; a longer one is cut there and says so.</summary>
    /// <value>16777216 (16 MB)</value>
    [ConfigurationKeyName("EXPORT_MAX_CELL_BYTES")]
    [Range(1024, 268_435_456, ErrorMessage = "EXPORT_MAX_CELL_BYTES must be between 1024 and 268435456.")]
    public int ExportMaxCellBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Rows that an export writes at most; null writes all.</summary>
    [ConfigurationKeyName("EXPORT_MAX_ROWS")]
    [Range(1, long.MaxValue, ErrorMessage = "EXPORT_MAX_ROWS must be 1 or more; leave it out to export every row.")]
    public long? ExportMaxRows { get; set; }

    /// <summary>Milliseconds a run may take at the server.</summary>
    /// <value>30000</value>
    [ConfigurationKeyName("STATEMENT_TIMEOUT_MS")]
    [Range(100, 86_400_000, ErrorMessage = "STATEMENT_TIMEOUT_MS must be between 100 and 86400000 milliseconds.")]
    public int StatementTimeoutMs { get; set; } = 30_000;

    /// <summary>Milliseconds an export may take, the time that the reader of the file takes included.</summary>
    /// <value>1800000 (30 minutes)</value>
    [ConfigurationKeyName("EXPORT_TIMEOUT_MS")]
    [Range(1000, 86_400_000, ErrorMessage = "EXPORT_TIMEOUT_MS must be between 1000 and 86400000 milliseconds.")]
    public int ExportTimeoutMs { get; set; } = 1_800_000;

    /// <summary>Milliseconds that planning may take: constants are folded while planning, so EXPLAIN can run code.</summary>
    /// <value>3000</value>
    [ConfigurationKeyName("EXPLAIN_TIMEOUT_MS")]
    [Range(50, 600_000, ErrorMessage = "EXPLAIN_TIMEOUT_MS must be between 50 and 600000 milliseconds.")]
    public int ExplainTimeoutMs { get; set; } = 3000;

    /// <summary>Milliseconds to wait for a lock.</summary>
    /// <value>2000</value>
    [ConfigurationKeyName("LOCK_TIMEOUT_MS")]
    [Range(10, 600_000, ErrorMessage = "LOCK_TIMEOUT_MS must be between 10 and 600000 milliseconds.")]
    public int LockTimeoutMs { get; set; } = 2000;

    /// <summary>
    /// <c>setting</c> tells the database who asks in <c>app.user</c>, for row security; <c>role</c> also runs each statement as the role of the analyst's
    /// name, which NlSql's role has to be a member of.
    /// </summary>
    /// <value>off</value>
    [ConfigurationKeyName("RUN_AS")]
    [AllowedValues("off", "setting", "role", ErrorMessage = "RUN_AS must be off, setting or role.")]
    public string RunAs { get; set; } = "off";

    /// <summary>The planner's cost above which a statement is not run; a sequential scan of a page costs 1.</summary>
    /// <value>100000000</value>
    [ConfigurationKeyName("MAX_PLAN_COST")]
    [Range(1, double.MaxValue, ErrorMessage = "MAX_PLAN_COST must be 1 or more.")]
    public double MaxPlanCost { get; set; } = 100_000_000;

    /// <summary>Put an apostrophe before exported text that a spreadsheet would take for a formula.</summary>
    /// <value>true</value>
    [ConfigurationKeyName("EXPORT_NEUTRALIZE_FORMULAS")]
    public bool NeutralizeFormulas { get; set; } = true;

    /// <summary>Hours that the rows of a result are kept.</summary>
    /// <value>168 (a week)</value>
    [ConfigurationKeyName("RESULT_KEEP_HOURS")]
    [Range(1, 87_600, ErrorMessage = "RESULT_KEEP_HOURS must be between 1 and 87600.")]
    public int ResultKeepHours { get; set; } = 168;

    /// <summary>Bytes that kept results may take on disk; the oldest go first.</summary>
    /// <value>2147483648 (2 GB)</value>
    [ConfigurationKeyName("RESULT_KEEP_BYTES")]
    [Range(1_048_576, long.MaxValue, ErrorMessage = "RESULT_KEEP_BYTES must be 1048576 or more.")]
    public long ResultKeepBytes { get; set; } = 2L * 1024 * 1024 * 1024;
}

using System.Globalization;
using NlSql.Core.Database.Code;
using NlSql.Core.Sql.Names;
using Npgsql;

namespace NlSql.Core.Database.Execution;

/// <summary>The settings of one <see cref="ReadOnlyTransaction"/>, which end with it.</summary>
internal static class TransactionPins
{
    /// <summary>Milliseconds that the server keeps a transaction open in which nothing happens: we died or lost the network.</summary>
    private const int IdleTimeoutMs = 60_000;

    /// <summary>
    /// Milliseconds between two looks of the server at whether we are still connected while it computes: a killed process leaves no statement behind.
    /// PostgreSQL has the setting from 14 on, and refuses it on systems that cannot tell (Windows).
    /// </summary>
    private const string PresenceCheck = """
        CASE WHEN pg_catalog.current_setting('client_connection_check_interval', true) IS NOT NULL
          AND pg_catalog.version() OPERATOR(pg_catalog.~) 'linux|bsd|darwin|solaris'
        THEN pg_catalog.set_config('client_connection_check_interval', '1000', true) END
        """;

    /// <summary>
    /// What the guard's bounds on the planner's memory hold for: PostgreSQL's defaults, whatever the database or the role has instead, but that orders of eight
    /// joins and more are not all tried: ten tables that are equal in one indexed column took it 434 MB.
    /// </summary>
    public static IReadOnlyList<(string Name, string Value)> Planner { get; } =
    [
        ("geqo", "on"), ("geqo_threshold", "8"), ("geqo_effort", "5"), ("geqo_pool_size", "0"), ("geqo_generations", "0"),
        ("from_collapse_limit", "8"), ("join_collapse_limit", "8"), ("constraint_exclusion", "partition"), ("enable_partition_pruning", "on"),
        ("enable_partitionwise_join", "off"), ("enable_partitionwise_aggregate", "off"),
    ];

    private static readonly string PlannerCalls =
        string.Join(", ", Planner.Select(setting => $"pg_catalog.set_config('{setting.Name}', '{setting.Value}', true)"));

    private static readonly (string Name, string Value) CatalogPath = ("search_path", "pg_catalog, pg_temp");

    /// <summary>
    /// One query that sets all of them. Where definitions are checked, which is a question of NlSql's own, nothing but the catalogs is on the path yet, see
    /// <see cref="Connections.CatalogSession"/>, and <see cref="BehindCheck"/> sets the rest.
    /// </summary>
    public static NpgsqlBatchCommand Command(RunTag tag, SessionLimits limits)
    {
        List<(string Name, string Value)> settings =
        [
            ("statement_timeout", Text(limits.StatementTimeoutMs)),
            ("lock_timeout", Text(limits.LockTimeoutMs)),
            ("idle_in_transaction_session_timeout", Text(IdleTimeoutMs)),
            ("standard_conforming_strings", "on"),
            ("backslash_quote", "safe_encoding"),
            ("datestyle", "ISO, YMD"),
            ("intervalstyle", "postgres"),
            ("extra_float_digits", "1"),
            ("bytea_output", "hex"),
            ("application_name", ApplicationName.For(tag)),
            ("timezone", limits.TimeZone),
        ];
        return limits.Definitions is null
            ? Command([.. settings, .. Statement(tag, limits)], PlannerCalls, PresenceCheck)
            : Command([.. settings, CatalogPath], PlannerCalls, PresenceCheck, PlannerSettings.Take);
    }

    /// <summary>The path and the role of the statement, behind the check of definitions, which gives back what was taken for it.</summary>
    public static NpgsqlBatchCommand BehindCheck(RunTag tag, SessionLimits limits) => Command(Statement(tag, limits));

    /// <summary>The path of the catalogs, for questions behind the statement.</summary>
    public static NpgsqlBatchCommand BehindStatement() => Command([CatalogPath]);

    private static List<(string Name, string Value)> Statement(RunTag tag, SessionLimits limits)
    {
        var settings = new List<(string Name, string Value)>();
        if (limits.SearchPath.Count > 0 || limits.Definitions is not null)
        {
            settings.Add(("search_path", SearchPathText(limits.SearchPath)));
        }

        if (limits.RunAs is not "off")
        {
            settings.Add(("app.user", tag.Analyst));
        }

        if (limits.RunAs is "role")
        {
            // As SET LOCAL ROLE: the rollback ends it. Behind what is NlSql's own to set.
            settings.Add(("role", tag.Analyst));
        }

        return settings;
    }

    private static NpgsqlBatchCommand Command(IReadOnlyList<(string Name, string Value)> settings, params ReadOnlySpan<string> further)
    {
        var command = new NpgsqlBatchCommand();
        var calls = new List<string>(settings.Count + further.Length);
        foreach (var (name, value) in settings)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
            calls.Add(string.Create(CultureInfo.InvariantCulture, $"pg_catalog.set_config('{name}', ${command.Parameters.Count}, true)"));
        }

        calls.AddRange(further);
        command.CommandText = "SELECT " + string.Join(", ", calls);
        return command;
    }

    private static string SearchPathText(IReadOnlyList<string> schemas) => string.Join(
        ", ",
        schemas.Where(s => s is not ("pg_catalog" or "pg_temp")).Prepend("pg_catalog").Append("pg_temp").Select(Identifier.AlwaysQuote));

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}

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
        CASE WHEN pg_catalog.current_setting('client_connection_check_interval', true) IS NOT NULL AND pg_catalog.version() ~ 'linux|bsd|darwin|solaris'
        THEN pg_catalog.set_config('client_connection_check_interval', '1000', true) END
        """;

    /// <summary>One query that sets all of them.</summary>
    public static NpgsqlBatchCommand Command(RunTag tag, SessionLimits limits)
    {
        var settings = new List<(string Name, string Value)>
        {
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
        };
        if (limits.SearchPath.Count > 0)
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

        var command = new NpgsqlBatchCommand();
        var calls = new List<string>(settings.Count);
        foreach (var (name, value) in settings)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
            calls.Add(string.Create(CultureInfo.InvariantCulture, $"pg_catalog.set_config('{name}', ${command.Parameters.Count}, true)"));
        }

        calls.Add(PresenceCheck);
        if (limits.Definitions is not null)
        {
            // For the check that follows, which gives it back.
            calls.Add(PlannerSettings.Take);
        }

        command.CommandText = "SELECT " + string.Join(", ", calls);
        return command;
    }

    private static string SearchPathText(IReadOnlyList<string> schemas) => string.Join(
        ", ",
        schemas.Where(s => s is not ("pg_catalog" or "pg_temp")).Prepend("pg_catalog").Append("pg_temp").Select(Identifier.AlwaysQuote));

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}

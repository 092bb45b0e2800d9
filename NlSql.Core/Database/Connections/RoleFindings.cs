using NlSql.Core.Sql.Names;

namespace NlSql.Core.Database.Connections;

/// <summary>Judges a role's rights; each finding comes with the statement that removes its cause.</summary>
internal static class RoleFindings
{
    private static readonly Dictionary<string, (RoleSeverity Severity, string Can)> Predefined = new(StringComparer.Ordinal)
    {
        ["pg_read_server_files"] = (RoleSeverity.Danger, "read files of the server"),
        ["pg_write_server_files"] = (RoleSeverity.Danger, "write files of the server"),
        ["pg_execute_server_program"] = (RoleSeverity.Danger, "run programs on the server"),
        ["pg_signal_backend"] = (RoleSeverity.Danger, "end other people's sessions"),
        ["pg_write_all_data"] = (RoleSeverity.Danger, "write every table"),
        ["pg_maintain"] = (RoleSeverity.Caution, "vacuum and reindex every table"),
        ["pg_create_subscription"] = (RoleSeverity.Danger, "subscribe to other servers"),
    };

    public static IEnumerable<RoleFinding> Of(RoleRights rights)
    {
        var role = Identifier.AlwaysQuote(rights.Role);
        if (rights.IsSuperuser)
        {
            // Nothing else matters then, and every other question would be answered with yes.
            return [
                Danger(
                    "superuser",
                    $"The role {rights.Role} is a superuser: it may do everything, files and programs of the server included. "
                        + "Make a role that can only read, with the rights below for each schema that is asked, and let NlSql use it (DB_USER).",
                    // Not its rights taken: it is the server's own administrator more often than not.
                    "CREATE ROLE nlsql LOGIN PASSWORD 'choose one' NOINHERIT; "
                        + $"GRANT CONNECT ON DATABASE {Identifier.AlwaysQuote(rights.Database)} TO nlsql; "
                        + "GRANT USAGE ON SCHEMA public TO nlsql; GRANT SELECT ON ALL TABLES IN SCHEMA public TO nlsql;")
            ];
        }

        return Attributes(rights, role)
            .Concat(rights.PredefinedRoles.Where(Predefined.ContainsKey).Select(name => new RoleFinding(
                Predefined[name].Severity,
                name.Replace('_', '-'),
                $"The role {rights.Role} is a member of {name} and may {Predefined[name].Can}.",
                $"REVOKE {name} FROM {role};")))
            .Concat(rights.Writable.Select(tables => Writable(tables, rights.Role)))
            .Concat(rights.Creatable.Select(schema => Creatable(schema.Schema, schema.Source, rights.Role)))
            .Concat(DatabaseRights(rights));
    }

    private static IEnumerable<RoleFinding> Attributes(RoleRights rights, string role)
    {
        if (rights.CreatesRoles)
        {
            yield return Danger("createrole", $"The role {rights.Role} may create roles and give itself more rights.", $"ALTER ROLE {role} NOCREATEROLE;");
        }

        if (rights.Replicates)
        {
            yield return Danger("replication", $"The role {rights.Role} may copy the whole server by replication.", $"ALTER ROLE {role} NOREPLICATION;");
        }

        if (rights.BypassesRowSecurity)
        {
            yield return Danger("bypassrls", $"Row security does not hold for the role {rights.Role}.", $"ALTER ROLE {role} NOBYPASSRLS;");
        }

        if (rights.CreatesDatabases)
        {
            yield return new RoleFinding(RoleSeverity.Caution, "createdb", $"The role {rights.Role} may create databases.", $"ALTER ROLE {role} NOCREATEDB;");
        }
    }

    private static RoleFinding Writable(WritableTables tables, string role)
    {
        var schema = Identifier.AlwaysQuote(tables.Schema);
        var what = tables.Count == 1
            ? $"the table {tables.Schema}.{tables.FirstTable}"
            : $"{tables.Count} tables of the schema {tables.Schema} ({tables.FirstTable}, ...)";
        return Danger(
            "write-grant",
            tables.Source.Kind == "owner"
                ? $"The role {role} owns {what}{Through(tables.Source, role)}.{(IsOther(tables.Source, role) ? "" : " Let NlSql use another role (DB_USER).")}"
                : $"The role {role} may write {what}{Through(tables.Source, role)}.",
            IsOther(tables.Source, role)
                ? $"REVOKE {Identifier.AlwaysQuote(tables.Source.Via)} FROM {Identifier.AlwaysQuote(role)};"
                : tables.Source.Kind == "owner"
                    ? "CREATE ROLE nlsql_reader LOGIN; "
                        + $"GRANT USAGE ON SCHEMA {schema} TO nlsql_reader; GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO nlsql_reader;"
                    : $"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA {schema} FROM {Grantee(tables.Source)};");
    }

    private static RoleFinding Creatable(string schema, RightSource source, string role) => new(
        RoleSeverity.Caution,
        "create-in-schema",
        $"The role {role} may create objects in the schema {schema}{Through(source, role)}.",
        IsOther(source, role)
            ? $"REVOKE {Identifier.AlwaysQuote(source.Via)} FROM {Identifier.AlwaysQuote(role)};"
            : source.Kind == "owner"
                ? $"ALTER SCHEMA {Identifier.AlwaysQuote(schema)} OWNER TO CURRENT_USER;"
                : $"REVOKE CREATE ON SCHEMA {Identifier.AlwaysQuote(schema)} FROM {Grantee(source)};");

    private static IEnumerable<RoleFinding> DatabaseRights(RoleRights rights)
    {
        foreach (var group in rights.DatabaseGrants.DistinctBy(grant => (grant.Privilege, grant.Source)))
        {
            var (privilege, source) = group;
            if (privilege == "CREATE" ? !rights.CreatesInDatabase : !rights.MakesTemporaryTables)
            {
                continue;
            }

            yield return new RoleFinding(
                RoleSeverity.Caution,
                privilege == "CREATE" ? "create-in-database" : "temporary-tables",
                $"The role {rights.Role} may {(privilege == "CREATE" ? "create schemas" : "make temporary tables")} "
                    + $"in the database {rights.Database}{Through(source, rights.Role)}.",
                IsOther(source, rights.Role)
                    ? $"REVOKE {Identifier.AlwaysQuote(source.Via)} FROM {Identifier.AlwaysQuote(rights.Role)};"
                    : source.Kind == "owner"
                        ? $"ALTER DATABASE {Identifier.AlwaysQuote(rights.Database)} OWNER TO CURRENT_USER;"
                        : $"REVOKE {privilege} ON DATABASE {Identifier.AlwaysQuote(rights.Database)} FROM {Grantee(source)};");
        }
    }

    private static bool IsOther(RightSource source, string role) => source.Kind != "public" && source.Via != role;

    private static string Through(RightSource source, string role) => source.Kind switch
    {
        "public" => ", because everybody (PUBLIC) may",
        _ when source.Via != role => $" through the role {source.Via}",
        _ => string.Empty,
    };

    private static string Grantee(RightSource source) => source.Kind == "public" ? "PUBLIC" : Identifier.AlwaysQuote(source.Via);

    private static RoleFinding Danger(string rule, string message, string fix) => new(RoleSeverity.Danger, rule, message, fix);
}

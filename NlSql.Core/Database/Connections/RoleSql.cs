namespace NlSql.Core.Database.Connections;

/// <summary>Questions about the current role, for PostgreSQL 13 to 18.</summary>
internal static class RoleSql
{
    public const string Role = """
        SELECT rolname::text, current_database()::text, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
               has_database_privilege(current_database(), 'CREATE'), has_database_privilege(current_database(), 'TEMP')
        FROM pg_roles WHERE rolname = current_user
        """;

    /// <summary>Predefined roles that reach beyond reading tables; a role without INHERIT could still SET ROLE to them.</summary>
    public const string PredefinedRoles = """
        SELECT rolname::text FROM pg_roles
        WHERE rolname IN ('pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program', 'pg_signal_backend',
                          'pg_write_all_data', 'pg_maintain', 'pg_create_subscription')
          AND pg_has_role(current_user, oid, 'MEMBER')
        ORDER BY rolname
        """;

    /// <summary>
    /// Relations that can be written, by schema and by where the right comes from: ownership, PUBLIC, or a role (this one, or one it is
    /// a member of). Rights on single columns count.
    /// </summary>
    public const string Writable = """
        SELECT n.nspname, s.source, s.via, count(DISTINCT c.oid)::int, min(c.relname)::text
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        CROSS JOIN LATERAL (
            SELECT 'owner' AS source, pg_get_userbyid(c.relowner)::text AS via WHERE pg_has_role(c.relowner, 'MEMBER')
            UNION
            SELECT CASE WHEN a.grantee = 0 THEN 'public' ELSE 'grant' END, CASE WHEN a.grantee = 0 THEN '' ELSE pg_get_userbyid(a.grantee)::text END
            FROM (SELECT (aclexplode(c.relacl)).*
                  UNION ALL
                  SELECT (aclexplode(t.attacl)).* FROM pg_attribute t WHERE t.attrelid = c.oid AND t.attacl IS NOT NULL) a
            WHERE a.privilege_type IN ('INSERT', 'UPDATE', 'DELETE', 'TRUNCATE')
              AND NOT pg_has_role(c.relowner, 'MEMBER')
              AND CASE WHEN a.grantee = 0 THEN true ELSE pg_has_role(a.grantee, 'MEMBER') END) s
        WHERE c.relkind IN ('r', 'p', 'v', 'f') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
        GROUP BY n.nspname, s.source, s.via
        ORDER BY n.nspname, s.source, s.via
        """;

    /// <summary>Schemas in which the role may create objects, and where the right comes from.</summary>
    public const string Creatable = """
        SELECT n.nspname, s.source, s.via
        FROM pg_namespace n
        CROSS JOIN LATERAL (
            SELECT 'owner' AS source, pg_get_userbyid(n.nspowner)::text AS via WHERE pg_has_role(n.nspowner, 'MEMBER')
            UNION
            SELECT CASE WHEN a.grantee = 0 THEN 'public' ELSE 'grant' END, CASE WHEN a.grantee = 0 THEN '' ELSE pg_get_userbyid(a.grantee)::text END
            FROM aclexplode(n.nspacl) a
            WHERE a.privilege_type = 'CREATE' AND NOT pg_has_role(n.nspowner, 'MEMBER')
              AND CASE WHEN a.grantee = 0 THEN true ELSE pg_has_role(a.grantee, 'MEMBER') END) s
        WHERE n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
        ORDER BY n.nspname
        """;

    /// <summary>Where rights on the database itself come from; without an entry of its own PUBLIC has TEMP.</summary>
    public const string DatabaseGrants = """
        SELECT a.privilege_type::text, CASE WHEN pg_has_role(d.datdba, 'MEMBER') THEN 'owner' WHEN a.grantee = 0 THEN 'public' ELSE 'grant' END,
               CASE WHEN pg_has_role(d.datdba, 'MEMBER') THEN pg_get_userbyid(d.datdba)::text
                    WHEN a.grantee = 0 THEN '' ELSE pg_get_userbyid(a.grantee)::text END
        FROM pg_database d CROSS JOIN LATERAL aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
        WHERE d.datname = current_database() AND a.privilege_type IN ('CREATE', 'TEMPORARY')
          AND CASE WHEN a.grantee = 0 THEN true ELSE pg_has_role(a.grantee, 'MEMBER') END
        """;
}

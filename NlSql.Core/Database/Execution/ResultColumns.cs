using NlSql.Core.Database.Catalog;
using Npgsql;
using Npgsql.PostgresTypes;

namespace NlSql.Core.Database.Execution;

/// <summary>Columns of a result as the server describes them.</summary>
internal static class ResultColumns
{
    public static IReadOnlyList<ResultColumn> Describe(NpgsqlDataReader reader)
    {
        var columns = new ResultColumn[reader.FieldCount];
        for (var i = 0; i < columns.Length; i++)
        {
            var type = reader.GetPostgresType(i);
            columns[i] = new ResultColumn(reader.GetName(i), reader.GetDataTypeName(i), KindOf(type));
        }

        return columns;
    }

    private static ColumnKind KindOf(PostgresType type) => type switch
    {
        PostgresEnumType => ColumnKind.Enum,
        PostgresArrayType => ColumnKind.Array,
        PostgresDomainType domain => KindOf(domain.BaseType),
        { Namespace: "pg_catalog" } => type.InternalName switch
        {
            "text" or "varchar" or "bpchar" or "name" or "char" or "unknown" => ColumnKind.Text,
            "int2" or "int4" or "int8" or "oid" => ColumnKind.Integer,
            "numeric" => ColumnKind.Decimal,
            "float4" or "float8" => ColumnKind.Float,
            "bool" => ColumnKind.Boolean,
            "date" => ColumnKind.Date,
            "timestamp" => ColumnKind.Timestamp,
            "timestamptz" => ColumnKind.TimestampTz,
            "time" or "timetz" => ColumnKind.Time,
            "interval" => ColumnKind.Interval,
            "json" or "jsonb" => ColumnKind.Json,
            "uuid" => ColumnKind.Uuid,
            "bytea" => ColumnKind.Binary,
            _ => ColumnKind.Other,
        },
        _ => ColumnKind.Other,
    };
}

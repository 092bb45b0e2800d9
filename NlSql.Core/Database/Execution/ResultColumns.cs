using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Connections;
using Npgsql;
using Npgsql.PostgresTypes;

namespace NlSql.Core.Database.Execution;

/// <summary>Columns of a result as the server describes them.</summary>
internal static class ResultColumns
{
    /// <summary>A type that was made since the catalog was read.</summary>
    private const string Unknown = "unknown";

    public static IReadOnlyList<ResultColumn> Describe(NpgsqlDataReader reader, NpgsqlConnection connection)
    {
        var columns = new ResultColumn[reader.FieldCount];
        for (var i = 0; i < columns.Length; i++)
        {
            var type = reader.GetPostgresType(i);
            columns[i] = type.OID > 0 ? new ResultColumn(reader.GetName(i), reader.GetDataTypeName(i), KindOf(type))
                : OwnTypes.Find(connection, reader.GetDataTypeOID(i)) is { } own ? new ResultColumn(reader.GetName(i), own.Name, KindOf(own))
                : new ResultColumn(reader.GetName(i), Unknown, ColumnKind.Other);
        }

        return columns;
    }

    private static ColumnKind KindOf(OwnType type) => type switch
    {
        { Kind: 'e' } => ColumnKind.Enum,
        { Category: 'A' } => ColumnKind.Array,
        _ => ColumnKind.Other,
    };

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

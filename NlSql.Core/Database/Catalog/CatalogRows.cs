using System.Data.Common;
using NlSql.Core.Database.Connections;
using NlSql.Core.Sql.Names;
using Npgsql;
using NpgsqlTypes;

namespace NlSql.Core.Database.Catalog;

internal sealed record ServerRow(int Version, string Database, string Role);

internal sealed record RelationRow(
    uint Oid, string Schema, string Name, string Kind, string? Comment, double Rows, int Pages, string? Definition, bool IsWhole);

internal sealed record PartitionRow(uint Root, double Rows, double FewestRows, long Pages);

internal sealed record ColumnRow(uint Table, short Number, string Name, string DataType, uint Type, bool NotNull, string? Comment);

internal sealed record UniqueKeyRow(uint Table, bool IsPrimary, short[] Columns);

internal sealed record ForeignKeyRow(string Name, uint From, short[] FromColumns, uint To, short[] ToColumns);

/// <summary>A relation that inherits, and one of those it shares rows or columns with, itself among them; each column with its comment.</summary>
internal sealed record KinRow(RelationName Relation, RelationName Kin, bool IsPartition, string[] Columns, string?[] Comments)
{
    /// <summary>As <see cref="CatalogSql.Kin"/> answers.</summary>
    public static KinRow Read(DbDataReader reader) => new(
        new RelationName(reader.GetString(0), reader.GetString(1)),
        new RelationName(reader.GetString(2), reader.GetString(3)),
        reader.GetBoolean(4),
        reader.GetFieldValue<string[]>(5),
        reader.GetFieldValue<string?[]>(6));
}

/// <summary>A generated column with what it is computed from.</summary>
/// <param name="IsVirtual">It is computed wherever it is read (PostgreSQL 18).</param>
internal sealed record GeneratedRow(RelationName Relation, string Column, string Expression, bool IsVirtual)
{
    /// <summary>As <see cref="CatalogSql.Generated"/> answers.</summary>
    public static GeneratedRow Read(DbDataReader reader) =>
        new(new RelationName(reader.GetString(0), reader.GetString(1)), reader.GetString(2), reader.GetString(3), reader.GetBoolean(4));
}

/// <summary>A field of a composite type.</summary>
/// <param name="Type">That is declared: the composite type itself, an array or a domain of it.</param>
/// <param name="Holder">The composite type, or the table whose rows it stands for.</param>
internal sealed record FieldRow(uint Type, RelationName Holder, string Name, uint FieldType, string? Comment)
{
    /// <summary>As <see cref="CatalogSql.Fields"/> answers.</summary>
    public static FieldRow Read(DbDataReader reader) => new(
        reader.GetFieldValue<uint>(0),
        new RelationName(reader.GetString(1), reader.GetString(2)),
        reader.GetString(3),
        reader.GetFieldValue<uint>(4),
        reader.IsDBNull(5) ? null : reader.GetString(5));
}

/// <summary>What the system catalogs answered, unjudged; one snapshot.</summary>
internal sealed record CatalogRows(
    ServerRow Server,
    IReadOnlyList<RelationRow> Relations,
    IReadOnlyDictionary<uint, PartitionRow> Partitions,
    IReadOnlyList<ColumnRow> Columns,
    IReadOnlyDictionary<uint, TypeRow> Types,
    IReadOnlyList<UniqueKeyRow> UniqueKeys,
    IReadOnlyList<ForeignKeyRow> ForeignKeys,
    IReadOnlyList<KinRow> Kin,
    IReadOnlyList<GeneratedRow> Generated,
    IReadOnlyList<FieldRow> Fields)
{
    /// <summary>Runs the queries on an open connection, inside its transaction.</summary>
    public static async Task<CatalogRows> ReadAsync(NpgsqlConnection connection, RelationFilter filter, CancellationToken cancellationToken)
    {
        var server = (await CatalogSession.QueryAsync(
            connection,
            CatalogSql.Server,
            r => new ServerRow(r.GetInt32(0), r.GetString(1), r.GetString(2)),
            cancellationToken).ConfigureAwait(false))[0];
        var relations = (await CatalogSession.QueryAsync(
            connection,
            CatalogSql.Relations,
            r => new RelationRow(
                r.GetFieldValue<uint>(0), r.GetString(1), r.GetString(2), r.GetString(3), Text(r, 4), r.GetDouble(5), r.GetInt32(6),
                Text(r, 7), r.GetBoolean(8)),
            cancellationToken,
            new NpgsqlParameter
            {
                Value = filter.Schemas.Count == 0 ? DBNull.Value : filter.Schemas.ToArray(),
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text
            })
                .ConfigureAwait(false))
            .Where(relation => filter.Includes(relation.Schema, relation.Name))
            .ToList();
        var partitions = relations.Any(relation => relation.Kind == "p")
            ? await CatalogSession.QueryAsync(
                connection,
                CatalogSql.Partitions,
                r => new PartitionRow(r.GetFieldValue<uint>(0), r.GetDouble(1), r.GetDouble(2), r.GetInt64(3)),
                cancellationToken).ConfigureAwait(false)
            : [];
        var columns = await CatalogSession.QueryAsync(
            connection,
            CatalogSql.Columns,
            r => new ColumnRow(r.GetFieldValue<uint>(0), r.GetInt16(1), r.GetString(2), r.GetString(3), r.GetFieldValue<uint>(4), r.GetBoolean(5), Text(r, 6)),
            cancellationToken,
            Oids(relations.Where(relation => relation.IsWhole).Select(relation => relation.Oid)),
            Oids(relations.Where(relation => !relation.IsWhole).Select(relation => relation.Oid))).ConfigureAwait(false);
        await OwnTypes.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
        var fields = await CatalogSession.QueryAsync(connection, CatalogSql.Fields, FieldRow.Read, cancellationToken).ConfigureAwait(false);
        var types = await CatalogSession.QueryAsync(
            connection,
            CatalogSql.Types,
            r => new TypeRow(
                r.GetFieldValue<uint>(0),
                r.GetString(1),
                r.GetString(2),
                r.GetString(3),
                r.GetString(4),
                r.GetFieldValue<uint>(5),
                r.GetFieldValue<uint>(6),
                r.IsDBNull(7) ? null : r.GetFieldValue<string[]>(7)),
            cancellationToken,
            Oids(columns.Select(column => column.Type).Concat(fields.Select(field => field.FieldType)).Distinct())).ConfigureAwait(false);
        var all = relations.Select(relation => relation.Oid).ToArray();
        var unique = await CatalogSession.QueryAsync(
            connection,
            CatalogSql.UniqueKeys,
            r => new UniqueKeyRow(r.GetFieldValue<uint>(0), r.GetBoolean(1), r.GetFieldValue<short[]>(2)),
            cancellationToken,
            Oids(all)).ConfigureAwait(false);
        var foreign = await CatalogSession.QueryAsync(
            connection,
            CatalogSql.ForeignKeys,
            r => new ForeignKeyRow(
                r.GetString(0),
                r.GetFieldValue<uint>(1),
                r.GetFieldValue<short[]>(2),
                r.GetFieldValue<uint>(3),
                r.GetFieldValue<short[]>(4)),
            cancellationToken,
            Oids(all)).ConfigureAwait(false);
        var kin = await CatalogSession.QueryAsync(connection, CatalogSql.Kin, KinRow.Read, cancellationToken).ConfigureAwait(false);
        var generated = await CatalogSession.QueryAsync(connection, CatalogSql.Generated, GeneratedRow.Read, cancellationToken).ConfigureAwait(false);
        return new CatalogRows(
            server,
            relations,
            partitions.ToDictionary(partition => partition.Root),
            columns,
            types.ToDictionary(type => type.Oid),
            unique,
            foreign,
            kin,
            generated,
            fields);
    }

    /// <summary>A parameter of type <c>oid[]</c>.</summary>
    public static NpgsqlParameter Oids(IEnumerable<uint> oids) => new() { Value = oids.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Oid };

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}

using NlSql.Core.Foundation.Caching;
using Npgsql;

namespace NlSql.Core.Database.Connections;

/// <summary>A type that the driver does not know.</summary>
/// <param name="Name">With its schema: <c>public.mood</c>, <c>public.mood[]</c>.</param>
/// <param name="Kind"><c>typtype</c>: <c>e</c> for an enum.</param>
/// <param name="Category"><c>typcategory</c>: <c>A</c> for arrays.</param>
internal sealed record OwnType(string Name, char Kind, char Category);

/// <summary>
/// What the types of a database are called, by oid, as they were when its catalog was last read: the driver, which would ask for them under the role's own
/// path, is not let. Safe to use from several threads.
/// </summary>
internal static class OwnTypes
{
    private const int MostDatabases = 64;

    private const string Sql = """
        SELECT t.oid, format_type(t.oid, NULL), t.typtype::text, t.typcategory::text FROM pg_type t WHERE t.typtype <> 'p'
        """;

    private static readonly LruCache<string, Dictionary<uint, OwnType>> Known = new(MostDatabases);

    /// <summary>Reads them in a transaction of <see cref="CatalogSession"/>.</summary>
    public static async Task ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var types = await CatalogSession.QueryAsync(
            connection,
            Sql,
            row => (Oid: row.GetFieldValue<uint>(0), Type: new OwnType(row.GetString(1), row.GetString(2)[0], row.GetString(3)[0])),
            cancellationToken).ConfigureAwait(false);
        Known.Set(Key(connection), types.ToDictionary(type => type.Oid, type => type.Type));
    }

    /// <summary>Null where the type is younger than the catalog.</summary>
    public static OwnType? Find(NpgsqlConnection connection, uint oid) =>
        Known.TryGet(Key(connection), out var types) ? types.GetValueOrDefault(oid) : null;

    private static string Key(NpgsqlConnection connection) => $"{connection.Host}:{connection.Port}/{connection.Database}";
}

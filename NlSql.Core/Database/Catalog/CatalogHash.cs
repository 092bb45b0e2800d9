using System.Security.Cryptography;
using System.Text;

namespace NlSql.Core.Database.Catalog;

/// <summary>SHA-256 over what retrieval indexes: names, types, comments, keys, labels and sample values; not counts or ranges.</summary>
public static class CatalogHash
{
    private const char Field = '\u001f';
    private const char Record = '\u001e';

    /// <summary>Lower-case hex; the same for the same content whatever the order of the samples.</summary>
    public static string Of(IEnumerable<TableInfo> tables, IEnumerable<ForeignKey> keys)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var text = new StringBuilder();
        foreach (var table in tables)
        {
            text.Clear().Append(table.Name.Schema).Append(Field).Append(table.Name.Name).Append(Field).Append((int)table.Kind).Append(Field)
                .Append(table.Comment)
                .Append(Field).AppendJoin(Field, table.PrimaryKey).Append(Field).Append(table.ViewDefinition).Append(Record);
            foreach (var column in table.Columns)
            {
                text.Append(column.Name).Append(Field).Append(column.DataType).Append(Field).Append(column.Comment).Append(Field).Append(column.Label)
                    .Append(Field)
                    .Append(column.IsPersonal ? 'p' : '-').Append(Field).AppendJoin(Field, column.EnumLabels).Append(Field)
                    .AppendJoin(Field, column.Statistics.Samples.Select(sample => sample.Value).Order(StringComparer.Ordinal)).Append(Record);
            }

            hash.AppendData(Encoding.UTF8.GetBytes(text.ToString()));
        }

        text.Clear();
        foreach (var key in keys)
        {
            text.Append(key.From.Schema).Append(Field).Append(key.From.Name).Append(Field).AppendJoin(Field, key.FromColumns).Append(Field)
                .Append(key.To.Schema).Append(Field).Append(key.To.Name).Append(Field).AppendJoin(Field, key.ToColumns).Append(Record);
        }

        hash.AppendData(Encoding.UTF8.GetBytes(text.ToString()));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

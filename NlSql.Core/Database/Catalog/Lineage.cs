using NlSql.Core.Foundation.Site;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Database.Catalog;

/// <summary>
/// Tables that share rows or columns by inheritance or as partitions: reading a parent shows its children's rows, and a child has its parents' columns. What
/// is said of a column of one holds for the column of that name of the other.
/// </summary>
internal sealed class Lineage(IReadOnlyList<KinRow> rows, PersonalData personal, SiteKnowledge site)
{
    private readonly ILookup<RelationName, KinRow> kin = rows.ToLookup(row => row.Relation);
    private readonly Dictionary<RelationName, IReadOnlySet<string>> marks = [];

    /// <summary>Whether such a column of anything akin is personal, that of the relation itself among them where it has kin.</summary>
    public bool IsPersonal(RelationName relation, string column) => kin[relation].Any(row => Marks(row).Contains(column));

    public bool IsBarred(RelationName relation, string column) =>
        Bars(relation, column) || kin[relation].Any(row => row.Columns.Contains(column, StringComparer.Ordinal) && Bars(row.Kin, column));

    /// <summary>Whether the site bars any column of anything.</summary>
    public bool BarsAny => site.BarredColumns.Count > 0;

    /// <summary>Whether a column of that name is barred, or would be, in a relation or in anything akin.</summary>
    public bool BarsName(RelationName relation, string column) => With(relation).Any(one => Bars(one, column));

    /// <summary>A relation and all that is akin to it.</summary>
    public IEnumerable<RelationName> With(RelationName relation) => kin[relation].Select(row => row.Kin).Append(relation).Distinct();

    /// <summary>A relation's kin that are no partitions, itself among them where it has any, with the names of their columns.</summary>
    public IEnumerable<KinRow> Tables(RelationName relation) => kin[relation].Where(row => !row.IsPartition);

    private bool Bars(RelationName relation, string column) =>
        site.BarredColumns.Any(pattern => pattern.Matches(relation.Schema, relation.Name, column));

    private IReadOnlySet<string> Marks(KinRow row)
    {
        if (!marks.TryGetValue(row.Kin, out var known))
        {
            marks[row.Kin] = known = Read(row).ToHashSet(StringComparer.Ordinal);
        }

        return known;
    }

    /// <summary>
    /// There can be thousands of partitions: their columns are their parent's by name, so that only what is said of them beside that is read.
    /// </summary>
    private IEnumerable<string> Read(KinRow row)
    {
        if (row.IsPartition)
        {
            return row.Columns.Where((column, i) => personal.IsSaid(row.Kin.Schema, row.Kin.Name, column, row.Comments[i]));
        }

        var found = personal.Classify(
            row.Kin.Schema, row.Kin.Name, [.. row.Columns.Select((column, i) => (column, ColumnKind.Text, row.Comments[i]))]);
        return row.Columns.Where((_, i) => found[i]);
    }
}

using NlSql.Core.Sql.Guarding.Flow;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Database.Catalog;

/// <summary>
/// Which columns the site bars: by their own names and those of their kin, by a field of a composite one, which bars it as a whole, and by what they are
/// generated from.
/// </summary>
/// <param name="lineage">Knows the site's patterns.</param>
/// <param name="types">Of the columns that are known.</param>
internal sealed class ColumnBars(
    Lineage lineage, GeneratedColumns generated, CompositeFields fields, IReadOnlyDictionary<(RelationName Relation, string Column), uint> types)
{
    public bool IsBarred(RelationName relation, string column) => lineage.BarsAny
        && (IsNamed(relation, column)
            || (generated.IsOne(column) && lineage.With(relation).Any(kin => generated.Reads(kin, column, Named))));

    private bool IsNamed(RelationName relation, string column) => lineage.IsBarred(relation, column)
        || (types.TryGetValue((relation, column), out var type)
            && fields.Beneath(type).Any(field => lineage.BarsName(relation, field.Name) || lineage.BarsName(field.Holder, field.Name)));

    private HiddenPart Named(RelationName relation) => new(column => IsNamed(relation, column), true, null);
}

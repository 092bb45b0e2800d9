using NlSql.Core.Language.Generation.BuiltIn.Lattice;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>How many a thing has room for: what "can carry" asks of it, whatever it has carried.</summary>
internal static class Capacities
{
    /// <summary>Null where the thing does not say.</summary>
    public static ColumnNode? Of(TableNode thing) => thing.Columns.FirstOrDefault(c => c.IsMeasure && c.Words.Any(Deeds.English.Capacities.Contains));
}

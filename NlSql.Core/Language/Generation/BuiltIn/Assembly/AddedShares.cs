using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Grammar;
using NlSql.Core.Language.Schema.Facts;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>"total discount" where discounts are percentages: the money that they take off, for percentages are not added up.</summary>
internal static class AddedShares
{
    private const double Near = 0.3;

    /// <summary>Null where it is no percentage that would be added up, or nothing tells of what it is one.</summary>
    public static MeasureFact? Of(AggregatePart part) => part is { Function: Function.Sum, Of: AttributePart { Owner: null } of }
        && Shares.IsShare(of.Name.Columns[0].Node)
            ? of.Name.Columns.Where(c => c.Score >= of.Name.Columns[0].Score - Near)
                .Select(c => c.Node.Table.Measures.FirstOrDefault(m => m.Name == MeasureKinds.DiscountGiven && m.Grain.Info.ViewDefinition is null))
                .OfType<MeasureFact>().FirstOrDefault()
            : null;
}

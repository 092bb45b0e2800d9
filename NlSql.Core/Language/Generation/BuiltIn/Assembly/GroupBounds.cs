using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Grammar;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>What figures of groups are held against.</summary>
internal static class GroupBounds
{
    /// <summary>A number, or what the groups have on average; null for all else.</summary>
    public static Expression? Of(OperandPart right, Expression figure) => right switch
    {
        NumberPart number => new NumberConstant(number.Value),
        YardstickPart { Of: null, Among: null, Alike: null, Times: 1 } yard when figure is Aggregate { Function: Function.Average, Of: var of } =>
            new Overall(yard.Function, of),
        UsualPart usual => new Overall(usual.Function, figure),
        _ => null,
    };

    /// <summary>How many rows each group has: "with at least 10 reviews"; null for any number.</summary>
    public static Filter? Of(ExistsPart many, Expression count) => FilterAssembly.Joined(
    [
        many.Count!.Least > 0 ? new Compare(count, Relation.GreaterOrEqual, new NumberConstant(many.Count.Least)) { At = many.At } : null,
        many.Count.Most is { } most ? new Compare(count, Relation.LessOrEqual, new NumberConstant(most)) { At = many.At } : null,
    ]);
}

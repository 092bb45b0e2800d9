using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Grammar;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>What became of a figure from one period to another: both, their difference and by how many percent it is more or less.</summary>
internal static class PeriodChanges
{
    private const decimal Percent = 100;

    /// <param name="figure">The figure under a condition.</param>
    public static List<Expression>? Of(
        PeriodChangePart part, TableNode grain, FilterAssembly filters, Func<OperandPart, Filter, Expression?> figure)
    {
        if (In(part.Before) is not { } before || In(part.After) is not { } after)
        {
            return null;
        }

        var change = new Arithmetic(Operator.Minus, after, before) { At = part.At };
        var ratio = new Arithmetic(Operator.DividedBy, new Arithmetic(Operator.Times, new NumberConstant(Percent), change), before);
        return [before, after, new Amount("change", change) { At = part.At }, new Amount("change percent", ratio) { At = part.At }];

        Expression? In(DateRange range) =>
            filters.Of(new PeriodPart(range) { At = part.At }, grain, grain) is { } within ? figure(part.Of, within) : null;
    }
}

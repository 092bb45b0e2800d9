using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Grammar;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>Periods of rows that are made of columns side by side.</summary>
internal static class SeriesPeriods
{
    private const int Months = 12;

    /// <summary>What there was in each year is hardly to be added up over all of them: people are counted every year anew.</summary>
    private const double OfAllYears = 0.9;

    /// <summary>Null where the columns do not tell the period: a day, or March of a year where they are of any year.</summary>
    public static Filter? Within(TableNode series, PeriodPart part, DateOnly today)
    {
        var (side, column) = (series.Series!.Side, series.Columns[1]);
        var use = Scene.Use(column, part.At);
        if (side.Unit == "year")
        {
            return DateChoice.InYears(column, part.Range);
        }

        if (part.Range is not { From: { Day: 1 } from, To: { Day: 1 } to } || (side.Unit == "quarter" && (from.Month % 3 != 1 || to.Month % 3 != 1)))
        {
            return null;
        }

        if (side.HasYear)
        {
            return new Within(use, part.Range);
        }

        // A month that is said without its year is read as the last that has begun.
        var length = ((to.Year - from.Year) * Months) + to.Month - from.Month;
        var isUnsaid = from <= today && from.AddMonths(Months) > today && length < Months;
        var (first, last) = (side.Number(from), side.Number(to.AddDays(-1)));
        return !isUnsaid || from.Month + length > Months + 1 ? null
            : first == last ? new Compare(use, Relation.Equal, new NumberConstant(first))
            : new AllOf([
                new Compare(use, Relation.GreaterOrEqual, new NumberConstant(first)),
                new Compare(use, Relation.LessOrEqual, new NumberConstant(last)),
            ]);
    }

    /// <summary>"which stations have no rainfall in March": the month says when there is none.</summary>
    public static void JoinAbsences(Sentence sentence)
    {
        if (sentence.Filters.OfType<EmptyPart>().Where(e => IsOf(e.Column)).ToList() is [var empty]
            && sentence.Filters.OfType<PeriodPart>().Where(p => p.Column is null).ToList() is [var period])
        {
            sentence.Join(empty, period, empty with { During = period, At = empty.At.Through(period.At) });
        }
    }

    /// <summary>The rows of periods that are ranked or narrowed by; null where a question speaks of none.</summary>
    public static TableNode? Spoken(Sentence sentence) => sentence.Filters.Append<Lattice.Part?>(sentence.Best?.Key).OfType<Lattice.Part>()
        .SelectMany(PartWalk.All).Concat(sentence.Filters.OfType<EmptyPart>().Select(e => e.Column)).OfType<AttributePart>().Where(IsOf)
        .Select(a => a.Name.Columns[0].Node.Table).FirstOrDefault();

    private static bool IsOf(AttributePart part) => part.Name.Columns[0].Node.Table.Series is not null;

    /// <summary>"over the whole year" is all that there is only of what is kept by periods side by side.</summary>
    public static void Weigh(Sentence sentence, Answer? answer, Scene scene)
    {
        var frame = answer is SingleAnswer { Frame: { Grain.Table.Series: not null } found } ? found : null;
        if (sentence.AllPeriods is { } periods)
        {
            scene.Lost.AddRange(frame is null ? [periods.At] : []);
        }
        else if (frame is { Grain.Table.Series.Side.Unit: "year" } && !IsAsked(frame))
        {
            scene.Choices.Doubt(OfAllYears);
        }
    }

    /// <summary>A period is said, or they are told apart.</summary>
    private static bool IsAsked(QueryFrame frame) =>
        FrameText.Of(frame).Contains($"{frame.Grain.Table.Name}.{frame.Grain.Table.Columns[1].Info.Name}", StringComparison.Ordinal);

    /// <summary>The periods of the rows as what groups are told apart by; null where they are longer than the unit.</summary>
    public static Expression? Bucket(TableNode series, UnitPart part)
    {
        var (side, use) = (series.Series!.Side, Scene.Use(series.Columns[1], part.At));
        return side.Unit == part.Unit.Unit && !side.AreDays ? use
            : !side.AreDays ? null
            : part.Unit.IsPart ? new DatePart(use, part.Unit.Unit) : new PeriodBucket(use, part.Unit.Unit);
    }
}

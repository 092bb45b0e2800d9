using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Grammar;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <content>What is said after the question of what has been said.</content>
internal sealed partial class Sentence
{
    /// <summary>
    /// How many there are of the thing that two periods are set against each other of, where nothing but it is named: "orders this week vs last week".
    /// </summary>
    public CountPart? Compared => !IsYesNo && Shows is [EntityPart things] && By.Count == 0 && Best is null && Limit is null && Orders.Count == 0
        && Filters.Any(f => f is AnyPart { IsAgainst: true }) ? new CountPart(things) { At = things.At } : null;

    /// <summary>", with depot" is to be seen of what is listed; beside a number it is one of those who are counted.</summary>
    private void ShowBeside(OperandPart item)
    {
        if (item is EntityPart && figures.Count == 0)
        {
            Shows.Add(item);
        }
        else if (item is EntityPart && By.Count > 0)
        {
            By.Add(item);
        }
        else
        {
            Show(item, isJoined: true);
        }
    }

    private FigureSlot Scaled(FigureSlot slot) =>
        AsPercent is not null && slot.Figure is SharePart share ? slot with { Figure = share with { Scale = ShareScale.Percent } } : slot;

    /// <summary>Periods that name no date of their own are about this one; where there is none, it was said of something else.</summary>
    private void Date(DatedPart said)
    {
        var isPlaced = false;
        Filters = [.. Filters.Select(Dated)];
        if (!isPlaced)
        {
            Surplus.Add(said);
        }

        FilterPart Dated(FilterPart filter)
        {
            if (filter is PeriodPart { Column: null } period)
            {
                isPlaced = true;
                return period with { Column = said.Column };
            }

            return filter is AnyPart any ? any with { Parts = [.. any.Parts.Select(Dated)] } : filter;
        }
    }

    /// <summary>A figure that things are ranked by is shown anyway; a column of theirs is not.</summary>
    private void TellHowMuch()
    {
        if (Best is { Key: AttributePart { } key, IsOfTotal: false } && figures.Count == 0)
        {
            Shows.Add(key);
        }
    }
}

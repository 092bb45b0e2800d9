using NlSql.Core.Language.Generation.BuiltIn.Grammar;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>What is shown and counted, once all has its place.</summary>
internal sealed partial class Sentence
{
    /// <summary>"each once": things are never shown twice, what they have in common may be.</summary>
    private void Distinguish()
    {
        for (var i = 0; i < Shows.Count && Shows.TrueForAll(s => s is AttributePart); i++)
        {
            Shows[i] = (AttributePart)Shows[i] with { IsDistinct = true };
        }
    }

    /// <summary>"customers without orders - how many?"</summary>
    private bool CountsShown()
    {
        if (Shows is not [EntityPart things] || figures.Count > 0 || Counting is not null || Cues.Overlaps(["which", "who"]))
        {
            return false;
        }

        Shows.Clear();
        figures.Add(new CountPart(things) { At = things.At });
        return true;
    }

    /// <summary>"names of the 3 cheapest products": the columns are the things'.</summary>
    private void OwnShown(EntityPart things)
    {
        for (var i = 0; i < Shows.Count; i++)
        {
            Shows[i] = ((AttributePart)Shows[i]) with { Owner = things };
        }
    }

    /// <summary>Conditions between two figures are the first one's; those after the last are its own where the first has some of their kind.</summary>
    private IReadOnlyList<FilterPart> OwnOf(int figure)
    {
        if (figures.Count < 2)
        {
            return [];
        }

        var own = filters.Where(f => f.Figures == figure + 1).Select(f => f.Part);
        return figure < figures.Count - 1
            ? [.. own]
            : [.. own.Where(o => filters.Exists(f => f.Figures > 0 && f.Figures <= figure && f.Part.GetType() == o.GetType()))];
    }

    /// <summary>"paid and cancelled orders" are two figures where they are counted.</summary>
    private static IEnumerable<FigureSlot> Split(FigureSlot slot)
    {
        if (slot.Figure is not CountPart { Of: EntityPart entity } || entity.Where.OfType<ValuesPart>().FirstOrDefault(v => v.AreApart) is not { } apart)
        {
            return [slot];
        }

        return apart.Values.Select(v => slot with
        {
            Figure = new CountPart(entity with { Where = [.. entity.Where.Where(w => w != apart), new ValuesPart([v]) { At = v.At }] }) { At = slot.Figure.At },
        });
    }
}

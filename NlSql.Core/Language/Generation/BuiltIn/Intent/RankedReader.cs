using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Linking;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Generation.BuiltIn.Intent;

/// <summary>"best product categories by revenue", "largest stores by floor area", "top categories by line total": a ranking without a number.</summary>
internal sealed class RankedReader : IIntentReader
{
    /// <summary>Rows of a list whose length nobody says.</summary>
    private const int Several = 10;

    public void Read(ParseContext context)
    {
        for (var i = 0; i < context.Items.Count; i++)
        {
            if (!context.IsCue(i, CueKind.Top, CueKind.Bottom, CueKind.Most, CueKind.Fewest) && !(context.IsCue(i, CueKind.Rank) && IsFirst(context, i)))
            {
                continue;
            }

            var noun = Noun(context, i + 1);
            if (context.At(noun) is { Kind: ItemKind.Name, IsUsed: false } && context.IsCue(noun + 1, CueKind.By) && Rank(context, i, noun))
            {
                return;
            }
        }
    }

    private static bool IsFirst(ParseContext context, int i) => i == 0 || context.IsCue(i - 1, CueKind.LeadIn);

    /// <summary>"product categories" are categories: of nouns in a row the last is meant.</summary>
    private static int Noun(ParseContext context, int first)
    {
        var noun = first;
        while (context.IsTable(noun) && context.IsTable(noun + 1))
        {
            noun++;
        }

        return noun;
    }

    private static bool Rank(ParseContext context, int cue, int noun)
    {
        var by = noun + 1;
        var at = context.IsCue(by + 1, CueKind.Sum, CueKind.Average, CueKind.Count) ? by + 2 : by + 1;
        if (context.At(at) is not { Kind: ItemKind.Name or ItemKind.Word } measure)
        {
            return false;
        }

        var entity = context.IsTable(noun) ? context.TableOf(noun) : null;
        var choice = new MeasureChoice(context);
        Term term;
        if (context.IsTable(at) && measure.TableScore > 0.9 && context.TableOf(at) is { } counted && counted != entity)
        {
            context.FocusOn(counted, isSubject: false);
            term = new CountTerm(counted);
            context.Use(at, $"number of {counted}");
        }
        else if (!context.IsCue(by + 1, CueKind.Count) && choice.Choose(at, entity is null ? [noun] : [], entity) is { } column)
        {
            var kind = context.IsCue(by + 1, CueKind.Average) || !choice.IsAdditive(column) ? AggregateKind.Average : AggregateKind.Sum;
            term = column.Table == entity ? new ColumnTerm(column) : new AggregateTerm(kind, column);
            context.FocusOn(column.Table, isSubject: entity is null);
            context.Use(at, term is ColumnTerm ? column.ToString() : $"{(kind == AggregateKind.Sum ? "sum" : "average")} of {column}");
        }
        else
        {
            return false;
        }

        Complete(context, cue, noun, entity, term);
        for (var k = by; k < at; k++)
        {
            context.Use(k);
        }

        return true;
    }

    private static void Complete(ParseContext context, int cue, int noun, TableNode? entity, Term term)
    {
        var isSingle = Lemmas.Of(context.Items[noun].Lower.Split(' ')[^1]) == context.Items[noun].Lower.Split(' ')[^1];
        if (context.At(cue - 1) is { Rows: < 1000 and { } rows })
        {
            context.Use(cue - 1);
            context.Intent.Limit = rows;
        }

        // "rank the stores by revenue": all of them, each with its place.
        context.Intent.ShowsPlace = context.IsCue(cue, CueKind.Rank);
        context.Intent.Limit ??= context.Intent.ShowsPlace ? null : isSingle ? 1 : Several;
        context.Intent.Sorts.Add(new SortKey(term, context.IsCue(cue, CueKind.Top, CueKind.Most, CueKind.Rank)));
        if (entity is null && GroupReader.Key(context, noun) is { } key)
        {
            context.Intent.Groups.Add(key);
            context.Use(noun, key is ColumnTerm column ? column.Column.ToString() : key.Table.ToString());
        }
        else if (entity is not null)
        {
            context.Intent.Targets.Add(new EntityTerm(entity) { WithAllColumns = false });
            context.Use(noun, entity.ToString());
        }

        for (var k = cue; k < noun; k++)
        {
            context.Use(k);
        }
    }
}

using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Linking;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Generation.BuiltIn.Intent;

/// <content>Rows of a table, ranked by what is counted or added up over each of them.</content>
internal sealed partial class RollUpReader
{
    private const int Several = 10;

    /// <summary>"top 5 products by revenue": the products, by the sum of it over each.</summary>
    private static bool ReadRanking(ParseContext context, MeasureChoice choice)
    {
        for (var i = 0; i < context.Items.Count; i++)
        {
            if (!context.IsCue(i, CueKind.Top, CueKind.Bottom)
                || context.At(i + 1) is not { Rows: { } rows }
                || context.At(i + 2) is not { Kind: ItemKind.Name })
            {
                continue;
            }

            var by = Enumerable.Range(i + 3, Math.Max(0, context.Items.Count - i - 3)).FirstOrDefault(k => context.IsCue(k, CueKind.By));
            var at = context.IsCue(by + 1, CueKind.Sum, CueKind.Average, CueKind.Count) ? by + 2 : by + 1;
            if (by == 0 || context.At(at) is not { Kind: ItemKind.Name })
            {
                return false;
            }

            if (context.IsTable(at) && context.At(at)!.TableScore > 0.9)
            {
                return RankByCount(context, i, by, at, rows);
            }

            var entity = context.IsTable(i + 2) ? context.TableOf(i + 2) : null;
            if (context.IsCue(by + 1, CueKind.Count) || choice.Choose(at, entity is null ? [i + 2] : [], entity) is not { } column || column.Table == entity)
            {
                return false;
            }

            Limit(context, i, rows);
            context.FocusOn(column.Table, isSubject: entity is null);
            Group(context, i + 2, entity);
            var kind = context.IsCue(by + 1, CueKind.Average) || !choice.IsAdditive(column) ? AggregateKind.Average : AggregateKind.Sum;
            context.Intent.Sorts.Add(new SortKey(new AggregateTerm(kind, column), context.IsCue(i, CueKind.Top)));
            UseRange(context, by, at);
            context.Use(at, $"{Word(kind)} of {column}");
            return true;
        }

        return false;
    }

    private static bool RankByCount(ParseContext context, int top, int by, int at, int limit)
    {
        var counted = context.TableOf(at)!;
        Limit(context, top, limit);
        context.FocusOn(counted, isSubject: false);
        Group(context, top + 2, context.IsTable(top + 2) ? context.TableOf(top + 2) : null);
        context.Intent.Sorts.Add(new SortKey(new CountTerm(counted), context.IsCue(top, CueKind.Top)));
        UseRange(context, by, at);
        context.Use(at, $"number of {counted}");
        return true;
    }

    /// <summary>"which stores have the highest revenue", "which customers spent the most".</summary>
    private static bool ReadExtreme(ParseContext context, MeasureChoice choice)
    {
        for (var i = 0; i < context.Items.Count; i++)
        {
            if (!context.IsCue(i, CueKind.Most, CueKind.Fewest))
            {
                continue;
            }

            var at = context.IsCue(i + 1, CueKind.Sum) ? i + 2 : i + 1;
            var said = choice.ConceptOf(context.Items[i]) is not null;
            at = said ? i : context.At(at) is { } next && choice.ConceptOf(next) is not null ? at : i - 1;
            if (at < 0
                || choice.ConceptOf(context.Items[at]) is null
                || !context.Mentioned.Contains(context.Subject)
                || choice.Choose(at, [], context.Subject) is not { } column
                || column.Table == context.Subject)
            {
                continue;
            }

            context.FocusOn(column.Table, isSubject: false);
            SuperlativeReader.Sort(context, i, new AggregateTerm(AggregateKind.Sum, column), context.IsCue(i, CueKind.Most));
            UseRange(context, Math.Min(i, at), Math.Max(i, at));
            context.Use(at, $"sum of {column}");
            if (said
                && context.Intent.IsLimitImplied
                && context.At(i + 1) is { } noun
                && context.IsTable(i + 1)
                && Lemmas.Of(noun.Lower) != noun.Lower)
            {
                // "best selling products": a list, of a length that one reads.
                context.Intent.Limit = Several;
            }

            return true;
        }

        return false;
    }
}

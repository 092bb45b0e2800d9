using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Linking;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Generation.BuiltIn.Intent;

/// <summary>Finds what a comparison compares: a column, a count or an aggregate before or after it.</summary>
internal static class ComparedTerm
{
    public static ColumnTerm? ByDimension(ParseContext context, int cue) =>
        DimensionAt(context, cue) is { } dimension && !(context.IsColumn(cue - 1) && context.ColumnOf(cue - 1) is { IsNumeric: true })
            && context.Measure(dimension, context.NearestTableBefore(cue) ?? context.Subject) is { } measure
            ? new ColumnTerm(measure.Column)
            : null;

    private static Dimension? DimensionAt(ParseContext context, int cue)
    {
        if (context.Items[cue].Cue?.Dimension is { } dimension)
        {
            return dimension;
        }

        var verb = context.At(cue - 1) is { Kind: ItemKind.Word } word
            ? context.Lexicon.Dimensions.FirstOrDefault(d => d.Verbs.Contains(Lemmas.Of(EnglishInflection.Stem(word.Lower))))
            : null;
        if (verb is not null)
        {
            context.Use(cue - 1);
        }

        return verb;
    }

    public static Term? DirectlyBefore(ParseContext context, int left)
    {
        var k = left - 1;
        while (context.IsCue(k, CueKind.Be, CueKind.Not, CueKind.Relative, CueKind.Of, CueKind.Ever))
        {
            k--;
        }

        return NumericAt(context, k, isBefore: true);
    }

    /// <summary>"more than 3 courses", "more than 2 credits".</summary>
    public static Term? After(ParseContext context, int right)
    {
        var k = right + 1;
        while (context.IsCue(k, CueKind.Distinct, CueKind.Of))
        {
            k++;
        }

        if (context.IsTable(k))
        {
            context.Use(k);
            return new CountTerm(context.TableOf(k)!);
        }

        if (context.IsCue(k, CueKind.Times))
        {
            context.Use(k);
            return new CountTerm(CountedBefore(context, right));
        }

        if (NumericAt(context, k, isBefore: false) is { } term)
        {
            return term;
        }

        if (context.IsColumn(k)
            && context.ColumnOf(k) is { IsDate: false } column
            && context.At(k) is { IsUsed: false }
            && (k != right + 1 || column.Table != context.Subject))
        {
            context.Use(k);
            return new CountTerm(column.Table, column, IsDistinct: true);
        }

        return null;
    }

    /// <summary>"visited at least two times": what the verb before speaks of.</summary>
    private static TableNode CountedBefore(ParseContext context, int i)
    {
        for (var k = i - 1; k >= 0; k--)
        {
            if (context.Items[k] is { IsUsed: false, Tables.Count: > 0 } && context.Items[k].Tables[0].Table is var table && table != context.Subject)
            {
                context.Use(k);
                return table;
            }
        }

        return context.Subject;
    }

    public static Term? Before(ParseContext context, int left)
    {
        for (var k = left - 2; k >= Math.Max(0, left - 4); k--)
        {
            if (context.Items[k].Kind == ItemKind.Break)
            {
                return null;
            }

            if (NumericAt(context, k, isBefore: true) is { } term)
            {
                return term;
            }
        }

        return null;
    }

    private static Term? NumericAt(ParseContext context, int k, bool isBefore)
    {
        if (context.At(k) is not { Kind: ItemKind.Name, IsUsed: false } item)
        {
            return null;
        }

        var previous = isBefore ? context.At(k - 1)?.Cue?.Kind : null;
        if (previous == CueKind.Count && context.IsTable(k) && !context.IsCue(k - 2, CueKind.LeadIn))
        {
            context.Use(k);
            context.Use(k - 1);
            return new CountTerm(context.TableOf(k)!);
        }

        if (context.IsTable(k) && item.TableScore > 0.9)
        {
            return null;
        }

        if (context.BestColumn(k, null, c => c.IsNumeric || c.IsDate) is not { } best)
        {
            return null;
        }

        if (!isBefore || !context.IsCue(k - 1, CueKind.LeadIn))
        {
            context.Use(k);
        }

        if (previous is { } cue && TargetReader.Aggregate(cue) is { } aggregate && !context.Items[k - 1].IsUsed && !context.IsCue(k - 2, CueKind.LeadIn))
        {
            context.Use(k - 1);
            return new AggregateTerm(aggregate, best.Column);
        }

        return new ColumnTerm(best.Column);
    }
}

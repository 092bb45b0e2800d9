using NlSql.Core.Language.Generation.BuiltIn.Intent;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Linking;
using NlSql.Core.Language.Generation.BuiltIn.Planning;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Generation.BuiltIn.Soundness;

/// <summary>
/// Looks at a finished plan as a careful colleague would: are quantities counted once, are rows lost, is a limit ordered, do the
/// units make sense, is it about what the question is about? It knows nothing of how the plan came about.
/// </summary>
internal sealed class PlanReview(ParseContext context, RelationalPlan plan)
{
    /// <summary>Below this share of empty references nobody misses the rows.</summary>
    private const double Few = 0.02;

    /// <summary>Readings whose ranks differ by less are as good as each other.</summary>
    private const double NarrowMargin = 0.05;

    private readonly List<Finding> findings = [];

    public IReadOnlyList<Finding> Findings()
    {
        for (var level = plan; level is not null; level = level.FromPlan)
        {
            ReviewJoins(level);
            ReviewAggregates(level);
            if (level.Limit is not null && level.OrderBy.Count == 0)
            {
                Add(FindingKind.UnorderedLimit, "So many rows are shown, in no particular order.");
            }
        }

        ReviewDates();
        ReviewValues();
        ReviewSubject();
        ReviewShape();
        foreach (var (middle, end) in Detours.In(plan))
        {
            Add(FindingKind.Detour, $"{end.Name} is reached by way of {middle.Name}, which both sides share: the pairs may mean nothing.");
        }

        ReviewTies();
        var words = context.Items.Concat(context.Taken).SelectMany(i => i.Lower.Split(' '));
        findings.AddRange(VoidedRows.In(plan, words, context.Schema, context.Lexicon).Select(s => new Finding(FindingKind.CountsVoided, s)));
        if (KindOfYear.Of(context.Lexicon, [.. context.Items.Where(item => item.IsUsed).SelectMany(item => item.Lower.Split(' '))]) is { } kind)
        {
            findings.Add(new Finding(FindingKind.KindOfYear, kind));
        }

        return [.. findings.DistinctBy(f => f.Sentence)];
    }

    private void ReviewJoins(RelationalPlan level)
    {
        foreach (var join in level.Joins)
        {
            if (join.Key is { IsDeclared: false } guess)
            {
                Add(
                    FindingKind.GuessedJoin,
                    $"{guess.Many.Name} and {guess.One.Name} are joined by the names of their columns: no key is declared between them.");
            }

            var counts = join.From?.Table == join.Key?.Many || level.GroupBy.Count > 0;
            if (!join.IsOuter && counts && LostRows.Share(join) is var share && share >= Few)
            {
                var columns = string.Join(", ", join.Key!.ManyColumns.Select(c => c.Info.Name));
                Add(FindingKind.RowsLeftOut, $"Rows of {join.Key.Many.Name} without {columns} ({share:P0} of them) are left out.");
            }
        }
    }

    private void ReviewAggregates(RelationalPlan level)
    {
        foreach (var (aggregate, of, by) in RowMultiplication.In(level))
        {
            Add(
                aggregate.Name == "SUM" ? FindingKind.SumFansOut : FindingKind.FansOut,
                $"{of.Column} is counted once for every row of {by.Table.Name} that it meets.");
        }

        foreach (var aggregate in RowMultiplication.Quantities(level))
        {
            var column = RowMultiplication.ColumnOf(aggregate)!.Column;
            if (column.IsKey || column.IsForeignKey || (aggregate.Name == "SUM" && column.Words.Any(context.Lexicon.Rates.Contains)))
            {
                Add(FindingKind.OddUnit, $"{column} is {(aggregate.Name == "SUM" ? "added up" : "averaged")}, which may mean nothing.");
            }
        }
    }

    private void ReviewDates()
    {
        var used = context.Intent.Conditions.OfType<DateCondition>()
            .Select(c => c.Column)
            .Concat(context.Intent.Groups.OfType<BucketTerm>().Select(b => b.Column))
            .Distinct();
        foreach (var date in used)
        {
            var others = date.Table.Columns.Where(c => c.IsDate && c != date).ToList();
            if (others.Count > 0 && !IsNamed(date))
            {
                Add(FindingKind.OtherDate, $"The date is {date}; there is also {string.Join(", ", others.Take(3).Select(c => c.Info.Name))}.");
            }
        }
    }

    /// <summary>A word of the question, be it the noun itself ("orders", ordered_at), tells this date from the others.</summary>
    private bool IsNamed(ColumnNode date)
    {
        var stems = date.Words.Select(EnglishInflection.Stem).ToHashSet();
        return context.Items.SelectMany(i => i.Lower.Split(' ', '_', '.'))
            .Any(w => w.Length > 2 && !context.Lexicon.Periods.ContainsKey(w) && stems.Contains(EnglishInflection.Stem(Lemmas.Of(w))));
    }

    private void ReviewValues()
    {
        var conditions = context.Intent.Conditions.SelectMany(c => c is AnyOfCondition any ? any.Options : [c]).OfType<OneOfCondition>();
        foreach (var (column, value) in conditions.SelectMany(c => c.Values.Where(v => !v.IsKnown).Select(v => (c.Column, v.Text))))
        {
            Add(FindingKind.UnknownValue, $"“{value}” is not known to occur in {column}.");
        }
    }

    private void ReviewSubject()
    {
        var tables = TablesOf(plan).ToHashSet();
        foreach (var named in context.Items.Where(i => i.Kind == ItemKind.Name
            && i.TableScore >= i.ColumnScore
            && (i.TableScore >= 0.9 || i is { IsUsed: true, Meaning: not null })))
        {
            if (!named.Tables.Any(t => t.Score >= named.TableScore - 0.01 && tables.Contains(t.Table))
                && !named.Columns.Any(c => c.Score >= 0.9 && tables.Contains(c.Column.Table)))
            {
                Add(FindingKind.OtherSubject, $"{named.Tables[0].Table.Name} is named, but not read.");
            }
        }
    }

    /// <summary>"which carrier is slowest", "sales target total", "returns by reason": more is asked for than rows as they are.</summary>
    private void ReviewShape()
    {
        var levels = Levels(plan).ToList();
        var isPlain = levels.TrueForAll(l => l.OrderBy.Count == 0
            && l.GroupBy.Count == 0
            && l.Limit is null
            && !l.IsDistinct
            && !l.Output.Exists(o => ExpressionTree.IsAggregate(o.Expression)));
        var asked = context.Items.FirstOrDefault(i => i.IsAny(
            CueKind.Most, CueKind.Fewest, CueKind.MostCommon, CueKind.LeastCommon, CueKind.Top, CueKind.Bottom,
            CueKind.Maximum, CueKind.Minimum, CueKind.Sum, CueKind.Average, CueKind.Each));
        var isGrouped = levels.Exists(l => l.GroupBy.Count > 0 || l.Output.Exists(o => ExpressionTree.Nodes(o.Expression).Any(e => e is WindowExpression)));
        var isOfPeriod = asked?.Is(CueKind.Each) == false
            && context.Items.Any(i => context.Lexicon.Periods.TryGetValue(i.Lower, out var unit) && unit == i.Lower);
        if (asked is not null && (isPlain || (!isGrouped && (isOfPeriod || asked.Is(CueKind.Each)))))
        {
            Add(FindingKind.PlainRows, $"“{asked.Text}” asks for more than rows as they are stored.");
        }

        if (levels.Exists(CountsTheOnlyOne))
        {
            Add(FindingKind.SingleRows, "Each group can hold one only of what is counted.");
        }

        foreach (var level in levels.Where(l => l.GroupBy.Count > 0 && l.Joins.Count == 0 && l.From is not null))
        {
            var keys = level.GroupBy.OfType<ColumnExpression>().Select(c => c.Column).ToHashSet();
            if (level.From!.Table.Key is { Count: > 0 } key && key.All(keys.Contains) && RowMultiplication.Quantities(level).Any())
            {
                Add(FindingKind.SingleRows, $"Each group is one row of {level.From.Table.Name}: nothing is added up.");
            }
        }
    }

    /// <summary>The group is one row of a table, and what is counted is the one row of another that belongs to it.</summary>
    private static bool CountsTheOnlyOne(RelationalPlan level) =>
        level.Output.Select(o => o.Expression).Concat(level.Having).Concat(level.OrderBy.Select(o => o.Expression)).SelectMany(ExpressionTree.Nodes)
            .OfType<FunctionExpression>()
            .Where(f => f is { Name: "COUNT", Arguments: [ColumnExpression] })
            .Select(f => ((ColumnExpression)f.Arguments[0]).Source)
            .Any(counted => level.Joins.Exists(j => j.Table == counted && j.From is { } from && j.Key?.IsToOne(from.Table) == true
                && from.Table.Key is { Count: > 0 } key && key.All(k => level.GroupBy.OfType<ColumnExpression>().Any(g => g.Source == from && g.Column == k))));

    private static IEnumerable<RelationalPlan> Levels(RelationalPlan level) => ExpressionTree.Plans(level).SelectMany(Levels).Prepend(level);

    private void ReviewTies()
    {
        foreach (var item in context.Items.Where(i => i is { IsUsed: true, Meaning: not null, Contest: not null }))
        {
            var (first, second, margin) = item.Contest!.Value;
            if (margin < NarrowMargin && OtherReadings.IsInUse(first.ToString(), item.Meaning!) && !(second.IsKey || second.IsForeignKey))
            {
                Add(FindingKind.Tie, $"“{item.Text}” is taken for {first}; it could also be {second}.");
            }
        }
    }

    public static IEnumerable<TableNode> TablesOf(RelationalPlan level)
    {
        var own = level.Joins.Select(j => j.Table.Table).Concat(level.From is { } from ? [from.Table] : []);
        return own.Concat(ExpressionTree.Plans(level).SelectMany(TablesOf));
    }

    private void Add(FindingKind kind, string sentence) => findings.Add(new Finding(kind, sentence));
}

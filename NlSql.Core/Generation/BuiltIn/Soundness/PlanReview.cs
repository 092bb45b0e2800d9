using NlSql.Core.Generation.BuiltIn.Intent;
using NlSql.Core.Generation.BuiltIn.Linking;
using NlSql.Core.Generation.BuiltIn.Planning;

namespace NlSql.Core.Generation.BuiltIn.Soundness;

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
        ReviewSubject();
        ReviewTies();
        findings.AddRange(VoidedRows.In(context, plan));
        return [.. findings.DistinctBy(f => f.Sentence)];
    }

    private void ReviewJoins(RelationalPlan level)
    {
        foreach (var join in level.Joins)
        {
            if (join.Key is { IsDeclared: false } guess)
            {
                Add(FindingKind.GuessedJoin, $"{guess.Many.Name} and {guess.One.Name} are joined by the names of their columns: no key is declared between them.");
            }

            var counts = join.From?.Table == join.Key?.Many || level.GroupBy.Count > 0;
            if (!join.IsOuter && counts && LostRows.Share(join) is var share && share >= Few)
            {
                Add(FindingKind.RowsLeftOut, $"Rows of {join.Key!.Many.Name} without {string.Join(", ", join.Key.ManyColumns.Select(c => c.Info.Name))} ({share:P0} of them) are left out.");
            }
        }
    }

    private void ReviewAggregates(RelationalPlan level)
    {
        foreach (var (aggregate, of, by) in RowMultiplication.In(level))
        {
            Add(aggregate.Name == "SUM" ? FindingKind.SumFansOut : FindingKind.FansOut, $"{of.Column} is counted once for every row of {by.Table.Name} that it meets.");
        }

        foreach (var aggregate in RowMultiplication.Quantities(level))
        {
            var column = ((ColumnExpression)aggregate.Arguments[0]).Column;
            if (column.IsKey || column.IsForeignKey || (aggregate.Name == "SUM" && column.Words.Any(context.Lexicon.Rates.Contains)))
            {
                Add(FindingKind.OddUnit, $"{column} is {(aggregate.Name == "SUM" ? "added up" : "averaged")}, which may mean nothing.");
            }
        }
    }

    private void ReviewDates()
    {
        var used = context.Intent.Conditions.OfType<DateCondition>().Select(c => c.Column).Concat(context.Intent.Groups.OfType<BucketTerm>().Select(b => b.Column)).Distinct();
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
        var stems = date.Words.Select(Language.EnglishInflection.Stem).ToHashSet();
        return context.Items.SelectMany(i => i.Lower.Split(' ')).Any(w => w.Length > 2 && !context.Lexicon.Periods.ContainsKey(w) && stems.Contains(Language.EnglishInflection.Stem(context.Lexicon.Lemma(w))));
    }

    private void ReviewSubject()
    {
        var tables = TablesOf(plan).ToHashSet();
        var head = context.Items.FirstOrDefault(i => i is { Kind: ItemKind.Name, TableScore: >= 0.9 } && i.TableScore >= i.ColumnScore);
        if (head is not null && !head.Tables.Any(t => t.Score >= head.TableScore - 0.01 && tables.Contains(t.Table)))
        {
            Add(FindingKind.OtherSubject, $"{head.Tables[0].Table.Name} is named, but not read.");
        }
    }

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
        var nested = level.Where.Concat(level.Having).Concat(level.Output.Select(o => o.Expression)).SelectMany(ExpressionTree.Nodes).Select(e => e switch { ExistsExpression x => x.Plan, SubqueryExpression s => s.Plan, _ => null }).OfType<RelationalPlan>();
        return own.Concat(nested.SelectMany(TablesOf)).Concat(level.FromPlan is { } inner ? TablesOf(inner) : []);
    }

    private void Add(FindingKind kind, string sentence) => findings.Add(new Finding(kind, sentence));
}

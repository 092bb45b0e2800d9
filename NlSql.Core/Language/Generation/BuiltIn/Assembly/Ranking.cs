using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Grammar;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>Sorts and cuts frames as the sentence says.</summary>
internal static class Ranking
{
    private const double Alike = 0.3;
    private static readonly string[] TimeWords = ["duration", "time", "minutes", "seconds", "hours", "days"];

    /// <summary>"in descending order" of things: by their names, perhaps.</summary>
    private const double ByNameAlone = 0.97;

    /// <summary>Of rows that hold for a time the latest may be the one that began last or the one that ends last.</summary>
    public const double OfEither = 0.95;

    /// <param name="figure">What groups are sorted by where nothing else is said.</param>
    public static QueryFrame Sorted(QueryFrame frame, Sentence sentence, Expression? figure, Scene scene, FigureAssembly figures)
    {
        var grain = frame.Grain.Table;
        var orders = new List<Ordering>();
        foreach (var order in sentence.Orders)
        {
            if (order.Degree is { } degree && figure is null && frame.By.Count == 0)
            {
                if (Graded(order, degree, grain, scene) is { } graded)
                {
                    orders.Add(graded);
                }
                else if (frame.Order.Count == 0)
                {
                    scene.Lost.Add(order.At);
                }

                continue;
            }

            scene.Choices.Doubt(order is { Key: null, IsAlphabetical: false } && figure is null && Last(frame) is EntityUse ? ByNameAlone : 1);
            var key = order.Key switch
            {
                null => order.IsAlphabetical ? frame.Show.FirstOrDefault(s => s is ColumnUse or EntityUse) : figure ?? Last(frame),
                UnitPart => frame.By.FirstOrDefault(b => b is PeriodBucket or DatePart),
                var worked when worked.IsFigure() => frame.By.Count > 0 ? figures.Of(worked, grain) : null,
                AttributePart said when Named(said, frame) is { } named => named,
                EntityPart entity => frame.Show.OfType<EntityUse>().FirstOrDefault(u => u.Of.Table == scene.Table(entity)),
                var other => figures.Row(other, grain),
            };
            if (key is null)
            {
                scene.Lost.Add(order.At);
            }
            else if (key is ColumnUse column && frame.By.Count > 0 && !frame.By.Contains(key) && figure is Aggregate { Of: ColumnUse same }
                && same.Column == column.Column)
            {
                orders.Add(new Ordering(figure, order.IsDescending));
            }
            else
            {
                orders.Add(new Ordering(key, order.IsDescending != IsTurned(order, key)));
            }
        }

        if (sentence.Limit is { } limit && frame.Rank is null)
        {
            if (figure is not null && orders.Count == 0)
            {
                orders.Add(new Ordering(figure, limit.IsDescending));
            }

            if (figure is null && orders.Count == 0 && Implied(limit, grain, scene) is { } implied)
            {
                orders.Add(new Ordering(Scene.Use(implied), limit.IsDescending));
            }

            frame = frame with { Rank = new Rank(limit.Count, false, []) };
        }

        return orders.Count > 0 ? frame with { Order = [.. frame.Order, .. orders] } : frame;
    }

    /// <summary>"slowest first" of times that something takes: the longest first.</summary>
    private static bool IsTurned(OrderPart order, Expression key) => order.Degree?.Dimension.Reversed.Contains("duration") == true
        && Compilation.FrameTables.Nodes(key).Any(n => n is Duration || (n is ColumnUse use && use.Column.Words.Any(TimeWords.Contains)));

    /// <summary>"cheapest first": by the column that the adjective speaks of.</summary>
    private static Ordering? Graded(OrderPart order, Lattice.DegreeWord degree, TableNode grain, Scene scene)
    {
        var graded = MeasureChoice.Graded(degree, grain, scene).ToList();
        return scene.Choices.Pick($"degree {degree.At.First}", degree.At, graded.Select(g => (g.Column, g.Score)), c => c.ToString()) is { } column
            ? new Ordering(Scene.Use(column, degree.At), order.IsDescending == graded.First(g => g.Column == column).IsStraight)
            : null;
    }

    /// <summary>Rows hold from one day to another, and the question says neither.</summary>
    public static bool IsOneOfTwo(ColumnNode? key, Scene scene) =>
        key is { IsDate: true } && key.Table.Columns.Any(c => c.IsDate && c != key && c.Words.Any(w => w is "to" or "end" or "until")
            && DateChoice.IsVague(c, scene));

    /// <summary>"last 5 orders" by their date, "top 5 orders" by their amount.</summary>
    private static ColumnNode? Implied(LimitPart limit, TableNode grain, Scene scene)
    {
        var keys = limit.IsByTime
            ? DateChoice.Of(grain, scene).Where(d => d.Column.Table == grain).Select(d => (d.Column, d.Score))
            : MeasureChoice.Amounts(grain, scene);
        var key = scene.Choices.Pick($"limit {limit.At.First}", limit.At, keys, c => c.ToString());
        scene.Choices.Doubt(key is null ? 0.9 : 0.97);
        scene.Choices.Doubt(IsOneOfTwo(key, scene) ? OfEither : 1);
        return key;
    }

    /// <param name="within">"in each category": first in each of these.</param>
    /// <param name="isAll">All of them in that order.</param>
    public static QueryFrame Best(
        QueryFrame frame, Expression key, bool isDescending, int count, bool isNth, IReadOnlyList<Expression> within, bool isAll = false) => frame with
    {
        Order = [new Ordering(key, isDescending)],
        Rank = isAll ? null : new Rank(Math.Max(1, count), isNth, within, IsImplied: count == 0)
        {
            // "the most expensive product in each category" is two where two cost the same.
            KeepsTies = count == 0 && within.Count > 0,
        },
    };

    /// <summary>"ordered by id": of what is shown, the column that the words fit; null when there is none, or not just one.</summary>
    private static ColumnUse? Named(AttributePart said, QueryFrame frame) => frame.Show.OfType<ColumnUse>()
        .Where(u => said.Name.Columns.Any(c => c.Node == u.Column && c.Score >= said.Name.Columns[0].Score - Alike)).DistinctBy(u => u.Column).ToList()
        is [var only] ? only : null;

    private static Expression? Last(QueryFrame frame) => frame.Show.Count > 0 ? frame.Show[^1] : null;
}

using System.Text;
using Microsoft.Extensions.Logging;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Language.Lint;
using NlSql.Core.Language.Lint.Reading;
using NlSql.Core.Language.Lint.Rules;
using NlSql.Core.Language.Schema.Words;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Sql.Tree;

namespace NlSql.Tests.Unit.Language.Lint;

/// <summary>How much a look may take, counted in steps, and what a rule with a fault costs.</summary>
public sealed class LookStepsTests
{
    private const int Nested = 50;
    private const int Chained = 30;

    [Fact]
    public void Queries_Nested_AreEachLookedAtOnce()
    {
        var inner = "SELECT customer_id FROM orders";
        for (var i = 0; i < Nested; i++)
        {
            inner = $"SELECT q{i}.customer_id FROM ({inner}) q{i} JOIN tickets t{i} ON t{i}.customer_id = q{i}.customer_id";
        }

        AssertFanOut($"SELECT sum(c.credit) FROM customers c JOIN ({inner}) q ON q.customer_id = c.id", 20_000);
    }

    [Fact]
    public void WithQueries_EachTwiceInTheNext_AreLookedThroughOnce()
    {
        var sql = new StringBuilder("WITH a0 AS (SELECT id, customer_id, total, 1 AS n FROM orders)");
        for (var i = 1; i <= Chained; i++)
        {
            sql.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $", a{i} AS (SELECT *, x.n + y.n AS m{i} FROM a{i - 1} x JOIN a{i - 1} y USING (id) JOIN a{i - 1} z ON z.customer_id = y.customer_id)");
        }

        AssertFanOut($"{sql} SELECT sum(c.credit), sum(quantity), sum(m{Chained} / m1) FROM a{Chained} JOIN customers c ON c.id = customer_id", 100_000);
    }

    [Theory]
    [InlineData("SELECT n / 2 FROM a", LintRules.IntegerDivision)]
    [InlineData("SELECT n FROM a", LintRules.LimitWithoutOrder)]
    public void Numbers_AddedToThemselvesAgainAndAgain_AreReadOnce(string last, string rule)
    {
        var sql = new StringBuilder("WITH a0 AS (SELECT quantity AS n FROM order_lines)");
        for (var i = 1; i <= Chained; i++)
        {
            sql.Append(System.Globalization.CultureInfo.InvariantCulture, $", a{i} AS (SELECT n + n AS n FROM a{i - 1})");
        }

        var steps = new LookSteps(20_000);

        Assert.Contains(LintedShop.Look($"{sql} {last}{Chained} LIMIT 5", steps), warning => warning.Rule == rule && warning.Sql is not null);
    }

    [Fact]
    public void Branches_OfAWideJoin_AreCountedInBounds()
    {
        var joins = string.Concat(Enumerable.Range(0, 40).Select(i => $" JOIN (SELECT customer_id FROM tickets) t{i} ON t{i}.customer_id = c.id"));

        var steps = new LookSteps(LookSteps.Usual);
        var warnings = LintedShop.Look($"SELECT count(*) FROM customers c JOIN orders o ON o.customer_id = c.id{joins}", steps);

        Assert.Contains(warnings, warning => warning.Rule == LintRules.Chasm);
    }

    [Fact]
    public void Steps_UsedUp_EndInNoWarnings()
    {
        const string Sql = "SELECT count(c.id) FROM customers c JOIN orders o ON o.customer_id = c.id LIMIT 5";

        Assert.NotEmpty(LintedShop.Look(Sql, new LookSteps(LookSteps.Usual)));
        Assert.Empty(LintedShop.Look(Sql, new LookSteps(30)));
    }

    /// <summary>Rules that come later are not asked, so that the faulty one has nothing to log.</summary>
    [Fact]
    public void Steps_UsedUpByARule_KeepWhatWasSaidUntilThen()
    {
        var log = new RecordingLog();
        var lint = Lint(log, new LimitRule(), new EndlessRule(), new FaultyRule());

        var warnings = LintedShop.Look("SELECT name FROM customers LIMIT 5", new LookSteps(LookSteps.Usual), lint);

        Assert.Equal([LintRules.LimitWithoutOrder, nameof(EndlessRule)], warnings.Select(warning => warning.Rule));
        Assert.Empty(log.Lines);
    }

    [Fact]
    public void Values_ManyInAList_AreMendedByOneFix()
    {
        var values = string.Join(", ", Enumerable.Range(0, 700).Select(i => i % 2 == 0 ? $"'{Cased("france", i)}'" : $"'{Cased("spain", i)}'"));
        var steps = new LookSteps(LookSteps.Usual);

        var warning = Assert.Single(LintedShop.Look($"SELECT 1 FROM customers WHERE country IN ({values})", steps));

        Assert.Contains("holds 'France', 'Spain', not 'france', 'fRance', 'SPain', ", warning.Message, StringComparison.Ordinal);
        Assert.Contains(", …, and PostgreSQL", warning.Message, StringComparison.Ordinal);
        LintedShop.Silent(warning.Sql!, LintRules.LetterCase);
        Assert.InRange(steps.Taken, 1, 60_000);
    }

    [Fact]
    public void Fix_IsChargedForItsPrinting()
    {
        const string Sql = "SELECT name FROM customers LIMIT 5";
        var steps = new LookSteps(LookSteps.Usual);

        Assert.NotNull(Assert.Single(LintedShop.Look(Sql, steps, Lint(new RecordingLog(), new LimitRule()))).Sql);
        Assert.InRange(steps.Taken, 10 * TreeWalk.All(Read(Sql)).Count, 1_000);
    }

    [Fact]
    public void Text_OfAnExpression_TakesSteps()
    {
        var expression = Read("SELECT 1 + 2 + 3 + 4").List("targetList")[0].Node("val")!;

        Assert.Equal("1 + 2 + 3 + 4", NodeText.Of(expression, new LookSteps(1_000)));
        Assert.Throws<LookTooLongException>(() => NodeText.Of(expression, new LookSteps(50)));
    }

    [Fact]
    public void Queries_NestedInConditions_AreWalkedOnceForTheirLimits()
    {
        var sql = "SELECT 1";
        for (var i = 0; i < Nested; i++)
        {
            sql = $"SELECT id FROM customers WHERE id IN ({sql})";
        }

        var steps = new LookSteps(LookSteps.Usual);
        Assert.Empty(LintedShop.Look(sql, steps, Lint(new RecordingLog(), new LimitRule())));

        var nodes = TreeWalk.All(Read(sql)).Count;
        Assert.InRange(steps.Taken, nodes, 3 * nodes);
    }

    [Fact]
    public void Sums_SaidAgainAndAgain_AreComparedAsTreesAndPrintedOnce()
    {
        const int Sums = 1_000;
        var sums = string.Join(", ", Enumerable.Repeat("sum(c.credit)", Sums));
        var steps = new LookSteps(LookSteps.Usual);

        var warnings = LintedShop.Look(
            $"SELECT {sums} FROM customers c JOIN orders o ON o.customer_id = c.id", steps, Lint(new RecordingLog(), new FanOutRule()));

        Assert.Equal(LintRules.FanOut, Assert.Single(warnings).Rule);
        Assert.InRange(steps.Taken, 5 * Sums, 15 * Sums);
    }

    [Fact]
    public void Trees_ThatSayTheSame_AreOneWhereverTheyStand()
    {
        var items = Read("SELECT sum(a + 1), sum(a  +  1), sum(a + 2)").List("targetList").Select(target => target.Node("val")!).ToArray();
        var moved = items[0].With("funcname", items[0]["funcname"]);

        Assert.Equal([items[0], items[2]], items.Append(moved).Distinct(new SameTree(new LookSteps(1_000))));
    }

    [Fact]
    public void Rule_WithAFault_IsLoggedAndTheOthersSpeak()
    {
        var log = new RecordingLog();
        var lint = Lint(log, new FaultyRule(), new LimitRule());

        var warnings = LintedShop.Look("SELECT name FROM customers LIMIT 5", new LookSteps(LookSteps.Usual), lint);

        Assert.Equal(LintRules.LimitWithoutOrder, Assert.Single(warnings).Rule);
        Assert.Contains(nameof(FaultyRule), Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    private static void AssertFanOut(string sql, int most)
    {
        var steps = new LookSteps(most);

        Assert.Contains(LintedShop.Look(sql, steps), warning => warning.Rule is LintRules.FanOut or LintRules.Chasm);
        Assert.InRange(steps.Taken, 1, most);
    }

    private static StatementLint Lint(RecordingLog log, params ILintRule[] rules) => new(WordKnowledge.Plain, SiteFacts.None, log, rules);

    private static ParseNode Read(string sql) => StatementReader.ReadOne(sql)!;

    /// <summary>A spelling of the word for each number of few bits.</summary>
    private static string Cased(string word, int bits) =>
        string.Concat(word.Select((letter, i) => ((bits >> i) & 1) == 0 ? letter : char.ToUpperInvariant(letter)));

    private sealed class EndlessRule : ILintRule
    {
        public IEnumerable<LintWarning> Check(LintCase item)
        {
            yield return new LintWarning(nameof(EndlessRule), "Found at once.", "Look at it.");
            item.Reading.Steps.Take(LookSteps.Usual);
            yield return new LintWarning(nameof(EndlessRule), "Found too late.", "Look at it.");
        }
    }

    private sealed class FaultyRule : ILintRule
    {
        public IEnumerable<LintWarning> Check(LintCase item) => throw new KeyNotFoundException("no such thing");
    }

    private sealed class RecordingLog : ILogger<StatementLint>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));
    }
}

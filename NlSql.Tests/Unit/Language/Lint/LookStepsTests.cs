using System.Text;
using Microsoft.Extensions.Logging;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Language.Lint;
using NlSql.Core.Language.Lint.Reading;
using NlSql.Core.Language.Lint.Rules;
using NlSql.Core.Language.Schema.Words;

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

    [Fact]
    public void Rule_WithAFault_IsLoggedAndTheOthersSpeak()
    {
        var log = new RecordingLog();
        var lint = new StatementLint(WordKnowledge.Plain, SiteFacts.None, log, [new FaultyRule(), new LimitRule()]);

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

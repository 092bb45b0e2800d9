using NlSql.Core.Sql.Guarding;

namespace NlSql.Tests.Unit.Sql.Guarding;

public sealed class RecentVerdictsTests
{
    private readonly CountingGuard guard = new();

    [Fact]
    public void Check_SameTextAndScope_AsksOnce()
    {
        var recent = new RecentVerdicts(guard);

        var first = recent.Check("SELECT 1", GuardScope.NamesOnly);

        Assert.Same(first, recent.Check("SELECT 1", GuardScope.NamesOnly));
        Assert.IsType<GuardApproval>(first);
        recent.Check("SELECT 2", GuardScope.NamesOnly);
        Assert.Equal(["SELECT 1", "SELECT 2"], guard.Asked);
    }

    /// <summary>A scope is read anew when anything in the database or the site's file has changed.</summary>
    [Fact]
    public void Check_ScopeThatWasReadAnew_AsksAgain()
    {
        var recent = new RecentVerdicts(guard);
        var narrow = new GuardScope { AllowedSchemas = ["sales"] };

        Assert.IsType<GuardApproval>(recent.Check("SELECT * FROM hr.salary", GuardScope.NamesOnly));
        Assert.IsType<GuardRefusal>(recent.Check("SELECT * FROM hr.salary", narrow));
        Assert.IsType<GuardRefusal>(recent.Check("SELECT * FROM hr.salary", narrow with { }));

        Assert.Equal(3, guard.Asked.Count);
    }

    [Theory]
    [InlineData(GuardRules.Busy, 2)]
    [InlineData(GuardRules.TooSlow, 2)]
    [InlineData(GuardRules.TooDeep, 2)]
    [InlineData(GuardRules.Syntax, 1)]
    public void Check_RefusalOfTheMoment_IsAskedAgain(string rule, int passes)
    {
        guard.Refusal = new GuardRefusal(rule, "no");
        var recent = new RecentVerdicts(guard);

        recent.Check("SELECT 1", GuardScope.NamesOnly);
        recent.Check("SELECT 1", GuardScope.NamesOnly);

        Assert.Equal(passes, guard.Asked.Count);
    }

    /// <summary>Whether the first statement can be offered was not found out: of so many names nobody asks, as nobody does on a machine that is busy.</summary>
    [Theory]
    [InlineData(101, 2)]
    [InlineData(2, 1)]
    public void Check_RefusalWhoseRewriteWasCutShort_IsAskedAgain(int tables, int passes)
    {
        var recent = new RecentVerdicts(guard);
        var sql = $"SELECT 1 FROM {string.Join(", ", Enumerable.Range(0, tables).Select(i => $"t a{i}"))}; SELECT 2";

        var refusal = Assert.IsType<GuardRefusal>(recent.Check(sql, GuardScope.NamesOnly));
        recent.Check(sql, GuardScope.NamesOnly);

        Assert.Equal((GuardRules.SeveralStatements, passes == 1), (refusal.Rule, refusal.Rewrite is not null));
        Assert.Equal(passes, guard.Asked.Count);
    }

    private sealed class CountingGuard : ISqlGuard
    {
        private readonly SqlGuard real = new();

        public List<string> Asked { get; } = [];

        public GuardRefusal? Refusal { get; set; }

        public GuardVerdict Check(string sql, GuardScope scope)
        {
            Asked.Add(sql);
            return Refusal ?? real.Check(sql, scope);
        }
    }
}

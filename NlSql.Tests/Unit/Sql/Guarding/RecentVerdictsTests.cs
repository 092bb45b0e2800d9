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
        guard.Rule = rule;
        var recent = new RecentVerdicts(guard);

        recent.Check("SELECT 1", GuardScope.NamesOnly);
        recent.Check("SELECT 1", GuardScope.NamesOnly);

        Assert.Equal(passes, guard.Asked.Count);
    }

    private sealed class CountingGuard : ISqlGuard
    {
        private readonly SqlGuard real = new();

        public List<string> Asked { get; } = [];

        public string? Rule { get; set; }

        public GuardVerdict Check(string sql, GuardScope scope)
        {
            Asked.Add(sql);
            return Rule is { } rule ? new GuardRefusal(rule, "no") : real.Check(sql, scope);
        }
    }
}

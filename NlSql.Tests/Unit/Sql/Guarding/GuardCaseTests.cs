using NlSql.Core.Sql.Guarding;
using NlSql.Tests.Integration.Postgres.Guarding.Fuzz;

namespace NlSql.Tests.Unit.Sql.Guarding;

/// <summary>Every line of Cases/hostile.txt and Cases/honest.txt.</summary>
public sealed class GuardCaseTests
{
    public static TheoryData<string, string> Hostile => [.. GuardCases.Hostile];

    public static TheoryData<string> Honest => [.. GuardCases.Honest, .. GuardCases.Demo];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Check_HostileStatement_IsRefusedByItsRule(string rule, string sql)
    {
        var refusal = GuardVerdicts.Refused(sql);
        Assert.Equal(rule, refusal.Rule);
        Assert.EndsWith(".", refusal.Message, StringComparison.Ordinal);
        if (refusal.Start is { } start)
        {
            Assert.InRange(start + (refusal.Length ?? 0), 0, sql.Length);
        }

        if (refusal.Rewrite is { } rewrite)
        {
            GuardVerdicts.Approved(rewrite);
        }
    }

    [Theory]
    [MemberData(nameof(Honest))]
    public void Check_HonestStatement_IsApprovedAndItsPrintIsStable(string sql)
    {
        var approved = GuardVerdicts.Approved(sql).Text;
        Assert.Equal(approved, GuardVerdicts.Approved(approved).Text);
    }

    [Theory]
    [MemberData(nameof(Honest))]
    public void Check_HonestStatementWithOtherSpacesAndComments_IsApprovedAsTheSame(string sql)
    {
        var approved = GuardVerdicts.Approved(sql).Text;
        for (var seed = 0; seed < 3; seed++)
        {
            Assert.Equal(approved, GuardVerdicts.Approved(new CaseMutator(new Random(seed)).Rewrite(sql)).Text);
        }
    }

    [Theory]
    [MemberData(nameof(Honest))]
    public void Format_HonestStatement_SaysTheSameWithoutQualification(string sql)
    {
        var formatted = new SqlFormatter().Format(sql);
        Assert.Equal(GuardVerdicts.Approved(sql).Text, GuardVerdicts.Approved(formatted).Text);
        Assert.DoesNotContain("pg_catalog.count", formatted, StringComparison.Ordinal);
        Assert.Equal(formatted, new SqlFormatter().Format(formatted));
    }

    [Fact]
    public void Cases_Hostile_AreEachWrittenOnce()
    {
        Assert.Equal(GuardCases.Hostile.Count, GuardCases.Hostile.Select(c => c.Sql).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(GuardCases.Honest.Count, GuardCases.Honest.Distinct(StringComparer.Ordinal).Count());
    }
}

using NlSql.Core.Sql.Guarding;

namespace NlSql.Tests.Unit.Sql.Guarding;

/// <summary>Every line of Cases/hostile.txt and Cases/honest.txt.</summary>
public sealed class GuardCaseTests
{
    public static TheoryData<string, string> Hostile
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var line in Lines("hostile"))
            {
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                cases.Add(line[..colon], line[(colon + 1)..].Trim());
            }

            return cases;
        }
    }

    public static TheoryData<string> Honest => [.. Lines("honest")];

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
    public void Format_HonestStatement_SaysTheSameWithoutQualification(string sql)
    {
        var formatted = new SqlFormatter().Format(sql);
        Assert.Equal(GuardVerdicts.Approved(sql).Text, GuardVerdicts.Approved(formatted).Text);
        Assert.DoesNotContain("pg_catalog.count", formatted, StringComparison.Ordinal);
        Assert.Equal(formatted, new SqlFormatter().Format(formatted));
    }

    private static List<string> Lines(string name)
    {
        using var reader = new StreamReader(typeof(GuardCaseTests).Assembly.GetManifestResourceStream($"Guarding.{name}")!);
        return [.. reader.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#')];
    }
}

using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using NlSql.Core.Native;
using NlSql.Core.Sql.Guarding;

namespace NlSql.Tests.Unit.Sql.Guarding;

/// <summary>docs/guard-rules.md is what the guard says, and every claim of docs/security.md names a test that there is.</summary>
public sealed partial class GuardDocumentTests
{
    private static readonly string[] SectionsOfClaims =
        ["The guard", "Rules", "The database is the second lock", "What a model sees", "Untrusted text"];

    private static string Root { get; } = NativeLocations.Current.CheckoutRoot() ?? throw new InvalidOperationException("The tests run in a checkout.");

    public static TheoryData<string, string> Examples => [.. GuardRuleBook.Entries.Select(entry => (entry.Rule, entry.Example.Sql))];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Check_ExampleOfARule_IsRefusedByIt(string rule, string sql) => Assert.Equal(rule, GuardVerdicts.Refused(sql, GuardRuleBook.Scope).Rule);

    [Fact]
    public void Book_HasEveryRuleOnce()
    {
        var rules = typeof(GuardRules).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);

        Assert.Equal(rules.Order(), GuardRuleBook.Entries.Select(entry => entry.Rule).Concat(GuardRuleBook.WithoutExample.Keys).Order());
    }

    /// <summary>NLSQL_WRITE_DOCUMENTS=1 writes it anew.</summary>
    [Fact]
    public void Document_OfTheRules_IsWhatTheGuardSays()
    {
        var path = Path.Combine(Root, "docs", "guard-rules.md");
        if (Environment.GetEnvironmentVariable("NLSQL_WRITE_DOCUMENTS") == "1")
        {
            File.WriteAllText(path, Document());
        }

        Assert.True(
            File.ReadAllText(path) == Document(),
            "docs/guard-rules.md is not what the guard says: run this test with NLSQL_WRITE_DOCUMENTS=1 and look at the difference.");
    }

    /// <summary>A claim is a paragraph or an item of a list; it names <c>`SomeTests`</c> that exist.</summary>
    [Fact]
    public void Claims_OfTheSecurityPage_NameTestsThatExist()
    {
        var tests = typeof(GuardDocumentTests).Assembly.GetTypes().Select(type => type.Name).ToHashSet(StringComparer.Ordinal);
        var claims = Claims().ToList();

        Assert.True(claims.Count > 15, $"Only {claims.Count} claims were found.");
        Assert.Empty(claims.Where(claim => !TestName().IsMatch(claim)).Select(claim => $"names no test: {claim}"));
        Assert.Empty(claims.SelectMany(claim => TestName().Matches(claim))
            .Select(match => match.Groups["name"].Value).Where(name => !tests.Contains(name)).ToList());
    }

    [Fact]
    public void Claims_OfTheNumberOfCases_AreTrue()
    {
        var page = File.ReadAllText(Path.Combine(Root, "docs", "security.md"));

        var honest = GuardCases.Honest.Count + GuardCases.Demo.Count;
        Assert.Contains($"{GuardCases.Hostile.Count} hostile and {honest} honest statements", page, StringComparison.Ordinal);
        Assert.Contains($"{GuardCases.Attacks.Count} attempts more", page, StringComparison.Ordinal);
        Assert.InRange(GuardCases.Hostile.Count, 600, int.MaxValue);
        Assert.InRange(honest, 300, int.MaxValue);
    }

    private static IEnumerable<string> Claims()
    {
        var isClaim = false;
        var isCode = false;
        var claim = new StringBuilder();
        foreach (var line in File.ReadAllLines(Path.Combine(Root, "docs", "security.md")).Append(""))
        {
            isCode ^= line.StartsWith("```", StringComparison.Ordinal);
            var ends = line.Length == 0 || line[0] is '#' or '|' || line.StartsWith("- ", StringComparison.Ordinal);
            if (ends && claim.Length > 0)
            {
                yield return claim.ToString();
                claim.Clear();
            }

            if (line.StartsWith('#'))
            {
                isClaim = SectionsOfClaims.Contains(line.TrimStart('#', ' '));
            }
            else if (isClaim && !isCode && line.Length > 0 && line[0] != '|' && !line.StartsWith("```", StringComparison.Ordinal))
            {
                claim.Append(line).Append(' ');
            }
        }
    }

    private static string Document()
    {
        var text = new StringBuilder("""
            # The guard's rules

            Made from the rules by `GuardDocumentTests`; every example is a test. The examples are asked of a PostgreSQL 16 with the schemas `public` and
            `sales`, in which `sales.staff.salary` is barred, and `full_name`, `===` and the check of `postcode` are the user's own code.


            """.ReplaceLineEndings("\n"));
        foreach (var entry in GuardRuleBook.Entries)
        {
            var refusal = GuardVerdicts.Refused(entry.Example.Sql, GuardRuleBook.Scope);
            text.Append($"## `{entry.Rule}`\n{entry.Refuses}\n\n");
            text.Append(entry.Example.Words is { } words ? $"{words}\n" : $"```sql\n{entry.Example.Sql}\n```\n");
            text.Append($"\n> {Wrapped(refusal.Message)}\n");
            text.Append(refusal.Rewrite is { } rewrite ? $"\nOffered instead:\n\n```sql\n{rewrite}\n```\n\n" : "\n");
        }

        foreach (var (rule, words) in GuardRuleBook.WithoutExample)
        {
            text.Append($"## `{rule}`\n{words}\n\n");
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    /// <summary>In lines that can stand beside each other.</summary>
    private static string Wrapped(string message)
    {
        const int Longest = 150;
        var (lines, line) = (new StringBuilder(), 0);
        foreach (var word in message.Split(' '))
        {
            var breaks = line > 0 && line + word.Length > Longest;
            lines.Append(breaks ? "\n> " : line > 0 ? " " : "").Append(word);
            line = (breaks ? 0 : line) + word.Length + 1;
        }

        return lines.ToString();
    }

    [GeneratedRegex(@"`(?<name>\w+Tests)`", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TestName();
}

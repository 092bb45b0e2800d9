using System.IO.Enumeration;

namespace NlSql.Core.Turns.Evaluation.Reports;

/// <summary>Names, or patterns of names with <c>*</c> and <c>?</c>.</summary>
public sealed record NamePatterns(IReadOnlyList<string> Patterns)
{
    /// <summary>Whether one of them is <paramref name="name"/>; letter case counts.</summary>
    public bool Match(string name) => Patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false));

    public override string ToString() => string.Join(", ", Patterns);
}

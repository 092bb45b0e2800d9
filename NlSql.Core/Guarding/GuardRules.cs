namespace NlSql.Core.Guarding;

/// <summary>Slugs of rules that other stages have to tell apart.</summary>
public static class GuardRules
{
    /// <summary>The text is no SQL that PostgreSQL's parser accepts.</summary>
    public const string Syntax = "syntax";
}

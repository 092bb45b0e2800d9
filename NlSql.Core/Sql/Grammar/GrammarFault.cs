namespace NlSql.Core.Sql.Grammar;

/// <summary>The module did what it never should; its instance is not used again.</summary>
internal sealed class GrammarFault(string message) : Exception(message)
{
    public static GrammarFault Missing(string export) => new($"The module has no {export}: it is another version than the one this program was written for.");
}

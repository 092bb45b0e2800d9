using NlSql.Core.Foundation.Texts;

namespace NlSql.Core.Turns.Workspace;

/// <summary>What a conversation is called: the beginning of its first question.</summary>
public static class ConversationTitle
{
    private const int Longest = 80;

    /// <summary>One line of at most 80 UTF-16 characters, never with half a character at its end.</summary>
    public static string Of(string question)
    {
        ArgumentNullException.ThrowIfNull(question);
        return Excerpt.Of(question.ReplaceLineEndings(" ").Trim(), Longest);
    }
}

using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.AI;
using NlSql.Core.Foundation.Failures;

namespace NlSql.Core.Language.Prompting;

/// <summary>What templates of one task may and must mention.</summary>
internal sealed record PromptTask(string FileName, IReadOnlySet<string> Placeholders, IReadOnlySet<string> Obligatory)
{
    public static PromptTask Translation { get; } = new(
        "nl2sql.md",
        new HashSet<string>(StringComparer.Ordinal) {
            "schema", "question", "values", "glossary", "history", "examples", "instructions", "today", "calendar", "best_guess"
        },
        new HashSet<string>(StringComparer.Ordinal) { "schema", "question" });

    /// <summary>The same for small models.</summary>
    public static PromptTask ShortTranslation { get; } = Translation with { FileName = "nl2sql-short.md" };

    public static PromptTask Repair { get; } = new(
        "repair.md",
        new HashSet<string>(StringComparer.Ordinal) { "fault", "place", "near", "question" },
        new HashSet<string>(StringComparer.Ordinal) { "fault" });

    public static PromptTask Analysis { get; } = new(
        "analysis.md",
        new HashSet<string>(StringComparer.Ordinal) { "question", "sql", "profile", "rows", "partial", "marks" },
        new HashSet<string>(StringComparer.Ordinal) { "question", "rows" });

    public static IReadOnlyList<PromptTask> All { get; } = [Translation, ShortTranslation, Repair, Analysis];
}

/// <summary>A parsed template; its syntax is described in <c>prompts/README.md</c>. Immutable.</summary>
internal sealed class PromptTemplate
{
    private readonly IReadOnlyList<Message> messages;

    private PromptTemplate(IReadOnlyList<Message> messages, string hash)
    {
        this.messages = messages;
        Hash = hash;
    }

    /// <summary>Of the text that it was made of, 64 hexadecimal digits.</summary>
    public string Hash { get; }

    /// <summary>
    /// Parses <paramref name="text"/>. Throws <see cref="PipelineFailureException"/> (settings-invalid) that names
    /// <paramref name="source"/> and the line of the first fault.
    /// </summary>
    public static PromptTemplate Parse(string source, string text, PromptTask task) =>
        new(new PromptTemplateParser(source, task).Parse(text), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));

    /// <summary>
    /// Fills the template in. Values are put in as they are; a name without a value counts as empty.
    /// A message that would be blank is left out.
    /// </summary>
    public IReadOnlyList<ChatMessage> Render(IReadOnlyDictionary<string, string> values)
    {
        List<ChatMessage> result = [];
        foreach (var message in messages)
        {
            var text = new StringBuilder();
            foreach (var piece in message.Pieces.Where(piece => piece.Section is null || ValueOf(piece.Section).Length > 0))
            {
                text.Append(piece.IsPlaceholder ? ValueOf(piece.Text) : piece.Text);
            }

            var content = text.ToString().Trim();
            if (content.Length > 0)
            {
                result.Add(new ChatMessage(message.Role, content));
            }
        }

        return result;

        string ValueOf(string name) => values.TryGetValue(name, out var value) ? value : string.Empty;
    }

    /// <param name="Section">The name of the section it stands in; null outside.</param>
    internal sealed record Piece(string Text, bool IsPlaceholder, string? Section);

    internal sealed record Message(ChatRole Role, List<Piece> Pieces);
}

using Microsoft.Extensions.AI;
using NlSql.Core.Foundation.Failures;

namespace NlSql.Core.Language.Prompting;

/// <summary>Reads one template, line by line.</summary>
internal sealed class PromptTemplateParser(string source, PromptTask task)
{
    private readonly List<PromptTemplate.Message> messages = [];
    private readonly HashSet<string> used = new(StringComparer.Ordinal);
    private string? section;
    private int sectionLine;
    private int line;

    public IReadOnlyList<PromptTemplate.Message> Parse(string text)
    {
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            this.line++;
            ReadLine(line);
        }

        if (section is not null)
        {
            throw Fault(sectionLine, $"the section {{{{#{section}}}}} is not closed");
        }

        if (messages.Count == 0)
        {
            throw Fault(1, "there is no line <!-- system --> or <!-- user -->");
        }

        foreach (var name in task.Obligatory.Where(name => !used.Contains(name)))
        {
            throw Fault(this.line, $"the placeholder {{{{{name}}}}} must be used and is not");
        }

        return messages;
    }

    private void ReadLine(string line)
    {
        var trimmed = line.Trim();
        if (trimmed.StartsWith("<!--", StringComparison.Ordinal) && trimmed.EndsWith("-->", StringComparison.Ordinal))
        {
            ReadComment(trimmed[4..^3].Trim());
        }
        else if (trimmed.StartsWith("{{#", StringComparison.Ordinal) && trimmed.EndsWith("}}", StringComparison.Ordinal))
        {
            Open(Known(trimmed[3..^2].Trim()));
        }
        else if (trimmed.StartsWith("{{/", StringComparison.Ordinal) && trimmed.EndsWith("}}", StringComparison.Ordinal))
        {
            Close(trimmed[3..^2].Trim());
        }
        else if (messages.Count > 0)
        {
            ReadText(line + "\n");
        }
    }

    private void ReadComment(string comment)
    {
        if (comment is not ("system" or "user"))
        {
            return;
        }

        if (section is not null)
        {
            throw Fault(line, $"a message begins inside the section {{{{#{section}}}}}");
        }

        messages.Add(new PromptTemplate.Message(comment == "system" ? ChatRole.System : ChatRole.User, []));
    }

    private void Open(string name)
    {
        if (section is not null)
        {
            throw Fault(line, $"the section {{{{#{name}}}}} stands inside {{{{#{section}}}}}; sections do not nest");
        }

        (section, sectionLine) = (name, line);
    }

    private void Close(string name)
    {
        if (section != name)
        {
            throw Fault(line, $"{{{{/{name}}}}} closes no section of that name");
        }

        section = null;
    }

    private void ReadText(string text)
    {
        var pieces = messages[^1].Pieces;
        var start = 0;
        while (text.IndexOf("{{", start, StringComparison.Ordinal) is var open and >= 0)
        {
            var close = text.IndexOf("}}", open, StringComparison.Ordinal);
            if (close < 0)
            {
                throw Fault(line, "a placeholder is not closed with }}");
            }

            pieces.Add(new PromptTemplate.Piece(text[start..open], IsPlaceholder: false, section));
            var name = Known(text[(open + 2)..close].Trim());
            used.Add(name);
            pieces.Add(new PromptTemplate.Piece(name, IsPlaceholder: true, section));
            start = close + 2;
        }

        pieces.Add(new PromptTemplate.Piece(text[start..], IsPlaceholder: false, section));
    }

    private string Known(string name) => task.Placeholders.Contains(name)
        ? name
        : throw Fault(line, $"the placeholder \"{name}\" is unknown; known are {string.Join(", ", task.Placeholders.Order(StringComparer.Ordinal))}");

    private PipelineFailureException Fault(int line, string what) => new(new PipelineFailure(
        FailureParty.Infrastructure,
        FailureTypes.SettingsInvalid,
        FormattableString.Invariant($"The prompt template {source}, line {line}: {what}."),
        "Correct the file, or remove PROMPTS_PATH to use the built-in templates."));
}

using Microsoft.Extensions.AI;
using NlSql.Core.Foundation.Failures;

namespace NlSql.Core.Language.Prompting;

/// <summary>Reads one template, line by line.</summary>
internal sealed class PromptTemplateParser(string source, PromptTask task)
{
    private readonly List<PromptTemplate.Message> _messages = [];
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private string? _section;
    private int _sectionLine;
    private int _line;

    public IReadOnlyList<PromptTemplate.Message> Parse(string text)
    {
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            _line++;
            ReadLine(line);
        }

        if (_section is not null)
        {
            throw Fault(_sectionLine, $"the section {{{{#{_section}}}}} is not closed");
        }

        if (_messages.Count == 0)
        {
            throw Fault(1, "there is no line <!-- system --> or <!-- user -->");
        }

        foreach (var name in task.Obligatory.Where(name => !_used.Contains(name)))
        {
            throw Fault(_line, $"the placeholder {{{{{name}}}}} must be used and is not");
        }

        return _messages;
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
        else if (_messages.Count > 0)
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

        if (_section is not null)
        {
            throw Fault(_line, $"a message begins inside the section {{{{#{_section}}}}}");
        }

        _messages.Add(new PromptTemplate.Message(comment == "system" ? ChatRole.System : ChatRole.User, []));
    }

    private void Open(string name)
    {
        if (_section is not null)
        {
            throw Fault(_line, $"the section {{{{#{name}}}}} stands inside {{{{#{_section}}}}}; sections do not nest");
        }

        (_section, _sectionLine) = (name, _line);
    }

    private void Close(string name)
    {
        if (_section != name)
        {
            throw Fault(_line, $"{{{{/{name}}}}} closes no section of that name");
        }

        _section = null;
    }

    private void ReadText(string text)
    {
        var pieces = _messages[^1].Pieces;
        var start = 0;
        while (text.IndexOf("{{", start, StringComparison.Ordinal) is var open and >= 0)
        {
            var close = text.IndexOf("}}", open, StringComparison.Ordinal);
            if (close < 0)
            {
                throw Fault(_line, "a placeholder is not closed with }}");
            }

            pieces.Add(new PromptTemplate.Piece(text[start..open], IsPlaceholder: false, _section));
            var name = Known(text[(open + 2)..close].Trim());
            _used.Add(name);
            pieces.Add(new PromptTemplate.Piece(name, IsPlaceholder: true, _section));
            start = close + 2;
        }

        pieces.Add(new PromptTemplate.Piece(text[start..], IsPlaceholder: false, _section));
    }

    private string Known(string name) => task.Placeholders.Contains(name)
        ? name
        : throw Fault(_line, $"the placeholder \"{name}\" is unknown; known are {string.Join(", ", task.Placeholders.Order(StringComparer.Ordinal))}");

    private PipelineFailureException Fault(int line, string what) => new(new PipelineFailure(
        FailureParty.Infrastructure,
        FailureTypes.SettingsInvalid,
        FormattableString.Invariant($"The prompt template {source}, line {line}: {what}."),
        "Correct the file, or remove PROMPTS_PATH to use the built-in templates."));
}

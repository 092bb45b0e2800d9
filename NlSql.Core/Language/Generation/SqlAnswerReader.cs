using System.Text;

namespace NlSql.Core.Language.Generation;

/// <summary>
/// Reads a model's answer while it streams, by the protocol of <c>prompts/nl2sql.md</c>: one block fenced with three backticks, or the lines
/// <c>cannot answer:</c>, <c>question back:</c> (followed by <c>- options</c>) and <c>understood: a => b</c>. Models stray from it, so that bare
/// SQL, other fences, headings, bold marks and <c>&lt;think&gt;</c> passages are understood too.
/// </summary>
internal sealed class SqlAnswerReader
{
    private const string Fence = "```";

    /// <summary>Characters of prose after the statement from which on nothing of use is expected.</summary>
    private const int LongestAfterword = 1_000;

    /// <summary>Characters of a line that is handed on while it grows: a longer one would be looked through again with each piece.</summary>
    private const int LongestGrowingLine = 8_000;

    /// <summary>Characters of <c>- **cannot answer:</c> and the like.</summary>
    private const int LongestProtocolWord = 20;

    private static readonly string[] Openers = ["select", "with", "values", "table", "("];

    private readonly StringBuilder line = new();
    private readonly StringBuilder sql = new();
    private readonly Thoughts thoughts = new();
    private readonly List<string> options = [];
    private readonly List<Understanding> understood = [];
    private State state = State.Outside;
    private bool inOptions;
    private int handedOn;
    private int afterword;

    private enum State
    {
        Outside,
        Fenced,
        Bare,
        After,
    }

    /// <summary>The statement so far, trimmed, without a final semicolon.</summary>
    public string Sql => sql.ToString().Trim().TrimEnd(';').TrimEnd();

    public string? CannotAnswer { get; private set; }

    public string? QuestionBack { get; private set; }

    public IReadOnlyList<string> Options => options;

    public IReadOnlyList<Understanding> Understood => understood;

    /// <summary>True once the statement's block has been closed: what comes later cannot change it.</summary>
    public bool IsComplete => state == State.After;

    /// <summary>True when the rest of the answer need not be waited for: the statement is there, and the model repeats itself or talks on.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Takes the next piece of the answer; returns the SQL that it added; may be empty.</summary>
    public string Read(string piece)
    {
        var written = new StringBuilder();
        foreach (var c in piece)
        {
            if (c == '\n')
            {
                EndLine(written);
            }
            else
            {
                line.Append(c);
            }
        }

        HandOnUnfinishedLine(written);
        return written.ToString();
    }

    /// <summary>The answer is over; returns the rest of the SQL.</summary>
    public string Finish()
    {
        var written = new StringBuilder();
        if (line.Length > 0)
        {
            EndLine(written);
        }

        return written.ToString();
    }

    private void EndLine(StringBuilder written)
    {
        ReadLine(line.ToString().TrimEnd('\r'), written);
        line.Clear();
        handedOn = 0;
    }

    /// <summary>
    /// Inside a statement a line is handed on as it grows, unless it may turn out to end it. A bare statement is often one long line: it is handed on
    /// from its FROM on, where it can hardly be prose any more.
    /// </summary>
    private void HandOnUnfinishedLine(StringBuilder written)
    {
        if (thoughts.AreOpen || this.line.Length > LongestGrowingLine)
        {
            return;
        }

        var line = this.line.ToString();
        var grows = state switch
        {
            State.Fenced => sql.Length > 0 || !MayBeLanguage(line.Trim()),
            State.Bare => line.Length > LongestProtocolWord && !IsProtocol(line.Trim()),
            State.Outside => IsBareStatement(line),
            _ => false,
        };

        // White space at the end waits: it is left out if the line ends there.
        var end = grows && !line.Contains('`', StringComparison.Ordinal) ? line.TrimEnd().Length : handedOn;
        if (end > handedOn)
        {
            written.Append(line, handedOn, end - handedOn);
            handedOn = end;
        }
    }

    private void ReadLine(string line, StringBuilder written)
    {
        if (thoughts.CutFrom(line, mayBegin: state is State.Outside or State.After) is not { } said)
        {
            return;
        }

        line = said;
        var trimmed = line.Trim();
        switch (state)
        {
            case State.Fenced when sql.Length == 0 && IsLanguage(trimmed):
                break;
            case State.Fenced:
                var close = line.IndexOf(Fence, StringComparison.Ordinal);
                if (close != 0)
                {
                    Take(close > 0 ? line[..close] : line, written);
                }

                if (close >= 0)
                {
                    state = Sql.Length > 0 ? State.After : State.Outside;
                }

                break;
            case State.Bare when trimmed.StartsWith(Fence, StringComparison.Ordinal) || IsProtocol(trimmed):
                state = State.After;
                ReadLine(line, written);
                break;
            case State.Bare:
                Take(line, written);
                if (trimmed.EndsWith(';'))
                {
                    state = State.After;
                }

                break;
            default:
                ReadOutside(trimmed, written);
                break;
        }
    }

    private void ReadOutside(string line, StringBuilder written)
    {
        if (state == State.Outside && line.StartsWith(Fence, StringComparison.Ordinal))
        {
            state = State.Fenced;

            // ```sql SELECT 1 ``` on one line, or the language alone.
            var rest = line[Fence.Length..];
            var content = rest.IndexOf(' ', StringComparison.Ordinal) is var space and >= 0 ? rest[space..] : string.Empty;
            if (content.Trim().Length > 0)
            {
                ReadLine(content, written);
            }
        }
        else if (!ReadProtocol(line))
        {
            if (state == State.After)
            {
                afterword += line.Length;
                IsOver |= line.StartsWith(Fence, StringComparison.Ordinal) || afterword > LongestAfterword;
            }
            else if (BeginsStatement(line))
            {
                state = State.Bare;
                ReadLine(line, written);
            }
        }
    }

    private void Take(string line, StringBuilder written)
    {
        if (sql.Length == 0 && string.IsNullOrWhiteSpace(line))
        {
            return;
        }

        var text = line.TrimEnd() + "\n";
        sql.Append(text);
        written.Append(text, handedOn, text.Length - handedOn);
        handedOn = 0;
    }

    private bool ReadProtocol(string line)
    {
        if (inOptions && line.StartsWith("- ", StringComparison.Ordinal))
        {
            options.Add(Plain(line[2..]));
            return true;
        }

        inOptions &= line.Length == 0;
        if (After(line, "cannot answer:") is { } reason)
        {
            CannotAnswer ??= reason;
            return true;
        }

        if (After(line, "question back:") is { } question)
        {
            QuestionBack ??= question;
            inOptions = true;
            return true;
        }

        if (After(line, "understood:") is { } understood)
        {
            var arrow = understood.IndexOf("=>", StringComparison.Ordinal);
            this.understood.Add(arrow < 0
                ? new Understanding(string.Empty, understood, [])
                : new Understanding(Plain(understood[..arrow]), Plain(understood[(arrow + 2)..]), []));
            return true;
        }

        return false;
    }

    private static bool IsProtocol(string line) =>
        After(line, "cannot answer:") is not null || After(line, "question back:") is not null || After(line, "understood:") is not null;

    /// <summary>The rest of a line that begins with <paramref name="word"/>, whatever list, heading or bold marks stand around it.</summary>
    private static string? After(string line, string word)
    {
        var bare = line.TrimStart('*', '#', '-', '>', '_', '`', ' ');
        return bare.StartsWith(word, StringComparison.OrdinalIgnoreCase) ? Plain(bare[word.Length..]) : null;
    }

    private static string Plain(string text) => text.Trim().Trim('*', '_', '`', '"').Trim();

    /// <summary>The language of a fence on a line of its own, where it does not belong.</summary>
    private static bool IsLanguage(string line) =>
        line.Equals("sql", StringComparison.OrdinalIgnoreCase) || line.StartsWith("postgres", StringComparison.OrdinalIgnoreCase);

    private static bool MayBeLanguage(string line) => IsLanguage(line) || "sql".StartsWith(line, StringComparison.OrdinalIgnoreCase);

    private static bool IsBareStatement(string line) =>
        line.StartsWith("select ", StringComparison.OrdinalIgnoreCase)
        && line.Contains(" from ", StringComparison.OrdinalIgnoreCase)
        && !line.Contains(" the ", StringComparison.OrdinalIgnoreCase);

    private static bool BeginsStatement(string line)
    {
        var opener = Array.Find(Openers, word => line.StartsWith(word, StringComparison.OrdinalIgnoreCase));
        if (opener is null)
        {
            return false;
        }

        // "With these tables ..." and "Select the ..." are prose; a statement's first line is followed by an identifier and more SQL.
        return opener switch
        {
            "(" => line.StartsWith("(select", StringComparison.OrdinalIgnoreCase) || line.StartsWith("(with", StringComparison.OrdinalIgnoreCase),
            "with" => line.Length == 4 || line.Contains(" as", StringComparison.OrdinalIgnoreCase) || line.Contains('(', StringComparison.Ordinal),
            _ => line.Length == opener.Length || (char.IsWhiteSpace(line[opener.Length]) && !line.EndsWith(':') && !line.EndsWith('.')),
        };
    }
}

using System.Text;

namespace NlSql.Core.Language.Generation.Answers;

/// <summary>
/// Reads a model's answer while it streams, by the protocol of <c>prompts/nl2sql.md</c>: one block fenced with three backticks, or the lines
/// <c>cannot answer:</c>, <c>question back:</c> (followed by <c>- options</c>) and <c>understood: a => b</c>. Models stray from it, so that bare
/// SQL, other fences, several blocks (the last complete one counts), prefixes, quotes, JSON, headings, bold marks and thoughts are understood too.
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

    /// <summary>Blocks after which a model is taken to go round in circles.</summary>
    private const int MostBlocks = 6;

    /// <summary>Characters outside of blocks that are kept, in which a statement may stand as JSON.</summary>
    private const int LongestOutside = 16_000;

    private readonly StringBuilder line = new();
    private readonly StringBuilder sql = new();
    private readonly StringBuilder later = new();
    private readonly StringBuilder outside = new();
    private readonly Thoughts thoughts = new();
    private State state = State.Outside;
    private int handedOn;
    private int afterword;
    private int blocks;
    private string? found;

    private enum State
    {
        Outside,
        Fenced,
        Bare,
        After,
        Later,
    }

    /// <summary>The statement so far, trimmed, without a final semicolon.</summary>
    public string Sql => SqlOpening.WithoutQuotes(found ?? sql.ToString().Trim()).TrimEnd(';').TrimEnd();

    /// <summary>What the model thought aloud, kept out of the statement; empty when it did not.</summary>
    public string Thought => thoughts.Text;

    /// <summary>Which of several statements was taken, or that what had been read was thought; null when there was nothing to choose.</summary>
    public string? Choice { get; private set; }

    /// <summary>What stands beside the statement.</summary>
    public ProtocolLines Protocol { get; private set; } = new();

    /// <summary>True once the statement's block has been closed.</summary>
    public bool IsComplete => state is State.After or State.Later;

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

        if (state == State.Later && SqlOpening.BeginsStatement(FirstLine(later)))
        {
            Choice = "The model's last block was not complete; the one before was taken.";
        }

        if (IsSilent || sql.Length == 0)
        {
            found = SqlInJson.Find(sql.Length > 0 ? sql.ToString() : outside.ToString());
            written.Append(Sql);
        }

        return written.ToString();
    }

    /// <summary>What stands in quotes or in JSON is not handed on before it is known what it is.</summary>
    private bool IsSilent => sql.Length > 0 && sql[0] is '{' or '"' or '\'' or '`' or '\u201c' or '\u2018';

    private void EndLine(StringBuilder written)
    {
        ReadLine(line.ToString().TrimEnd('\r'), written);
        line.Clear();
        handedOn = 0;
    }

    /// <summary>Inside a statement a line is handed on as it grows, unless it may turn out to end it; a bare statement from its FROM on.</summary>
    private void HandOnUnfinishedLine(StringBuilder written)
    {
        if (thoughts.AreOpen || this.line.Length > LongestGrowingLine)
        {
            return;
        }

        var line = this.line.ToString();
        var grows = state switch
        {
            _ when IsSilent => false,
            State.Fenced => sql.Length > 0 || SqlOpening.BeginsStatement(line.Trim()),
            State.Bare => line.Length > LongestProtocolWord && !ProtocolLines.Is(line.Trim()),
            State.Outside => SqlOpening.IsBareStatement(line),
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
        if (thoughts.EndsWithoutBeginning(line) is { } end
            && (state is State.Outside or State.After || line.TrimStart().StartsWith("</", StringComparison.Ordinal)))
        {
            TakeBack(line[..end]);
            line = line[end..];
        }

        if (thoughts.CutFrom(line, mayBegin: state is State.Outside or State.After) is not { } said)
        {
            return;
        }

        line = said;
        var trimmed = line.Trim();
        switch (state)
        {
            case State.Fenced when sql.Length == 0 && SqlOpening.IsLanguage(trimmed):
                break;
            case State.Fenced when sql.Length == 0 && SqlOpening.WithoutPrefix(line) is var rest && rest.Length < line.Length:
                ReadLine(rest, written);
                break;
            case State.Later:
                ReadLater(line);
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
            case State.Bare when trimmed.StartsWith(Fence, StringComparison.Ordinal) || ProtocolLines.Is(trimmed):
                state = State.After;
                ReadLine(line, written);
                break;
            case State.Bare:
                Take(line, written);
                if (trimmed.EndsWith(';') || (IsSilent && SqlOpening.WithoutQuotes(sql.ToString().Trim()).Length < sql.ToString().Trim().Length))
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
        if (line.StartsWith(Fence, StringComparison.Ordinal))
        {
            state = state == State.After ? State.Later : State.Fenced;
            later.Clear();
            IsOver |= ++blocks > MostBlocks;

            // ```sql SELECT 1 ``` on one line, or the language alone.
            var rest = line[Fence.Length..];
            var content = rest.IndexOf(' ', StringComparison.Ordinal) is var space and >= 0 ? rest[space..] : string.Empty;
            if (content.Trim().Length > 0)
            {
                ReadLine(content, written);
            }
        }
        else if (!Protocol.Read(line))
        {
            if (state == State.After)
            {
                afterword += line.Length;
                IsOver |= afterword > LongestAfterword;
            }
            else if (SqlOpening.WithoutPrefix(line) is var statement && (SqlOpening.BeginsStatement(statement) || SqlOpening.BeginsQuoted(statement)))
            {
                state = State.Bare;
                ReadLine(statement, written);
            }
            else if (outside.Length < LongestOutside)
            {
                outside.Append(line).Append('\n');
            }
        }
    }

    /// <summary>A block after the first complete one: where it is a statement of its own, it is what the model came to.</summary>
    private void ReadLater(string line)
    {
        var close = line.IndexOf(Fence, StringComparison.Ordinal);
        if (close != 0 && !(later.Length == 0 && (SqlOpening.IsLanguage(line.Trim()) || string.IsNullOrWhiteSpace(line))))
        {
            later.Append(close > 0 ? line[..close] : line).Append('\n');
        }

        if (close < 0)
        {
            return;
        }

        state = State.After;
        var block = later.ToString().Trim();
        if (block.TrimEnd(';').TrimEnd() == Sql)
        {
            IsOver = true;
        }
        else if (SqlOpening.BeginsStatement(FirstLine(later)))
        {
            sql.Clear().Append(block);
            Choice = "The model gave several statements; the last complete one was taken.";
        }
    }

    private static string FirstLine(StringBuilder text) => text.ToString().TrimStart().Split('\n', 2)[0];

    /// <summary>What was read so far turns out to have been thought.</summary>
    private void TakeBack(string last)
    {
        thoughts.Keep($"{outside}{sql}{last[..last.LastIndexOf('<')]}");
        if (sql.Length > 0)
        {
            Choice = "What the model wrote before the end of its thoughts was left out.";
        }

        sql.Clear();
        outside.Clear();
        Protocol = new ProtocolLines();
        (afterword, blocks, handedOn) = (0, 0, 0);
        state = State.Outside;
    }

    private void Take(string line, StringBuilder written)
    {
        if (sql.Length == 0 && string.IsNullOrWhiteSpace(line))
        {
            return;
        }

        var text = line.TrimEnd() + "\n";
        sql.Append(text);
        written.Append(text, handedOn, IsSilent ? 0 : text.Length - handedOn);
        handedOn = 0;
    }
}

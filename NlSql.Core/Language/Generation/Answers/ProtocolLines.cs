namespace NlSql.Core.Language.Generation.Answers;

/// <summary>The lines beside the statement that a model is asked for: why there is none, what to ask back, what words were taken for.</summary>
internal sealed class ProtocolLines
{
    private readonly List<string> options = [];
    private readonly List<Understanding> understood = [];
    private bool inOptions;

    public string? CannotAnswer { get; private set; }

    public string? QuestionBack { get; private set; }

    public IReadOnlyList<string> Options => options;

    public IReadOnlyList<Understanding> Understood => understood;

    /// <summary>True for a line of the protocol, which is taken in.</summary>
    public bool Read(string line)
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

    public static bool Is(string line) =>
        After(line, "cannot answer:") is not null || After(line, "question back:") is not null || After(line, "understood:") is not null;

    /// <summary>The rest of a line that begins with <paramref name="word"/>, whatever list, heading or bold marks stand around it.</summary>
    private static string? After(string line, string word)
    {
        var bare = line.TrimStart('*', '#', '-', '>', '_', '`', ' ');
        return bare.StartsWith(word, StringComparison.OrdinalIgnoreCase) ? Plain(bare[word.Length..]) : null;
    }

    private static string Plain(string text) => text.Trim().Trim('*', '_', '`', '"').Trim();
}

namespace NlSql.Core.Language.Schema.Words;

/// <summary>The tables of words that lie beside this code and travel inside the assembly.</summary>
internal static class WordFile
{
    /// <summary>
    /// Lines without comments (<c># ...</c>) and blanks. Throws <see cref="InvalidOperationException"/> when the file is not in the assembly.
    /// </summary>
    public static IEnumerable<string> Lines(string name)
    {
        var resource = $"NlSql.Core.Language.Schema.Words.{name}.txt";
        using var stream = typeof(WordFile).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The word table {resource} is not in the assembly.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.AsSpan().Trim() is { Length: > 0 } text && text[0] != '#')
            {
                yield return text.ToString();
            }
        }
    }
}

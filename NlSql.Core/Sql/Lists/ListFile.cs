using System.Reflection;

namespace NlSql.Core.Sql.Lists;

/// <summary>Reads the lists of this folder, which are part of the assembly: what is allowed cannot be changed beside it.</summary>
internal static class ListFile
{
    /// <summary>The lines of <paramref name="name"/> that say something; comments begin with <c>#</c>.</summary>
    public static IEnumerable<string> Lines(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"NlSql.Core.Sql.Lists.{name}")
            ?? throw new InvalidOperationException($"The assembly lacks its list {name}.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Trim() is { Length: > 0 } text && text[0] != '#')
            {
                yield return text;
            }
        }
    }

    /// <summary>Its words, for lists whose lines are only for reading.</summary>
    public static IEnumerable<string> Words(string name) =>
        Lines(name).SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}

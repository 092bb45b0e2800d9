using System.Text;

namespace NlSql.Cli.Output;

/// <summary>Text from the database or a model, made safe for a terminal: control characters could move its cursor or rename its window.</summary>
internal static class Printable
{
    /// <summary>Keeps line breaks and tabs; every other control character becomes a visible mark.</summary>
    public static string Text(string text) => Replace(text, static character => character is '\n' or '\t');

    /// <summary>As <see cref="Text"/>, on one line.</summary>
    public static string Line(string text) => Replace(text, static _ => false);

    private static string Replace(string text, Func<char, bool> keeps)
    {
        if (!text.Any(char.IsControl))
        {
            return text;
        }

        var builder = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            builder.Append(!char.IsControl(character) || keeps(character) ? character : character switch
            {
                '\n' => '\u21b5',
                '\t' => ' ',
                _ => '\ufffd',
            });
        }

        return builder.ToString();
    }
}

using System.Security.Cryptography;
using System.Text;

namespace NlSql.Core.Language.Prompting;

/// <summary>
/// Marks text from outside as data for the model: <c>&lt;data id="3f9a..."&gt;</c> ... <c>&lt;/data id="3f9a..."&gt;</c>. The id is a hash of the
/// content, so that the content cannot contain its own closing line, and the same prompt comes out for the same input.
/// </summary>
internal static class DataFence
{
    public static string Around(string content)
    {
        var clean = WithoutControls(content);
        var id = IdOf(clean);

        // Cannot happen by chance (a text that contains its own hash); it costs nothing to be sure.
        while (clean.Contains(id, StringComparison.OrdinalIgnoreCase))
        {
            id = IdOf(id + clean);
        }

        return $"<data id=\"{id}\">\n{clean}\n</data id=\"{id}\">";
    }

    private static string IdOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 6));

    /// <summary>Control characters other than line breaks and tabs mean nothing to a reader and much to some tokenizers.</summary>
    private static string WithoutControls(string text) => string.Concat(text.Where(c => !char.IsControl(c) || c is '\n' or '\t'));
}

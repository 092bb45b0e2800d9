using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using NlSql.Core.Database.Connections;
using NlSql.Core.Language.Generation.Chat;
using NlSql.Core.Language.Retrieval;

namespace NlSql.Core.Turns.Replay.Packs;

/// <summary>
/// Takes secrets out of a pack. None belongs there, but a server may repeat the key that it was sent, and people paste what they should not: every text is
/// looked through for the keys and passwords that are set, and for what looks like a connection string.
/// </summary>
internal sealed class PackSecrets(IOptions<DatabaseOptions> database, IOptions<ModelOptions> model, IOptions<RetrievalOptions> retrieval)
{
    private const string LeftOut = "(left out)";

    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    /// <summary>UTF-16 characters. A shorter one would be found in words that have nothing to do with it.</summary>
    private const int Shortest = 6;

    /// <summary>In single quotes (<c>\'</c> and <c>''</c> are quotes in it), in double ones (<c>""</c> is), or up to a space or semicolon.</summary>
    private const string Value = """('([^'\\]|\\.|'')*'|"([^"]|"")*"|[^;\s]+)""";

    /// <summary><c>postgres://ana:secret@host</c>, up to the last @ before the path.</summary>
    private static readonly Regex UserInfo = new("""://[^/\s:@]*:[^\s/]+@""", Linear);

    /// <summary>
    /// <c>Host=db;Password="a;b"</c>, <c>host=db password = secret</c>, and not <c>password = 'pin'</c> of a statement: a comma or a word stands before that.
    /// </summary>
    private static readonly Regex Setting = new(
        $"""(?<before>(^|;|\b(host|hostaddr|user|dbname|port|sslmode)\s*=\s*('[^']*'|"[^"]*"|[^\s;]*[^\s;,])\s+)\s*(password|passwd|pwd)\s*=\s*){Value}""",
        Linear);

    /// <summary><c>?user=ana&amp;password=secret</c></summary>
    private static readonly Regex Parameter = new("""(?<before>[?&](password|passwd|pwd)=)[^&#\s]+""", Linear);

    /// <summary><c>Authorization: Bearer eyJ...</c></summary>
    private static readonly Regex Bearer = new("""(?<before>\bBearer\s)[A-Za-z0-9._~+/=-]{8,}""", Linear);

    /// <summary>Looks through every text below <paramref name="node"/>; names of members are NlSql's own.</summary>
    public void TakeOut(JsonNode? node)
    {
        var known = Known().Where(secret => secret.Length >= Shortest).OrderByDescending(secret => secret.Length).ToList();
        TakeOut(node, text => Without(text, known));
    }

    private static void TakeOut(JsonNode? node, Func<string, string> clean)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var member in members.ToList())
                {
                    TakeOut(member.Value, clean);
                }

                break;
            case JsonArray items:
                foreach (var item in items.ToList())
                {
                    TakeOut(item, clean);
                }

                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                var text = value.GetValue<string>();
                if (clean(text) is var cleaned && cleaned != text)
                {
                    value.ReplaceWith(cleaned);
                }

                break;
        }
    }

    private static string Without(string text, List<string> known)
    {
        foreach (var secret in known)
        {
            text = text.Replace(secret, LeftOut, StringComparison.Ordinal);
        }

        text = UserInfo.Replace(text, $"://{LeftOut}@");
        text = Setting.Replace(text, $"${{before}}{LeftOut}");
        text = Parameter.Replace(text, $"${{before}}{LeftOut}");
        return Bearer.Replace(text, $"${{before}}{LeftOut}");
    }

    private IEnumerable<string> Known()
    {
        string?[] set = [database.Value.Password, PasswordFile(), model.Value.ApiKey, retrieval.Value.EmbeddingApiKey];
        return set.OfType<string>().Select(secret => secret.Trim());
    }

    private string? PasswordFile()
    {
        try
        {
            return database.Value.PasswordFile is { Length: > 0 } path ? File.ReadAllText(path) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

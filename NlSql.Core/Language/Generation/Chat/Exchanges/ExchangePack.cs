using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Prompting;

namespace NlSql.Core.Language.Generation.Chat.Exchanges;

/// <summary>
/// Prompts and answers in a file, a JSON line each, found by what was asked: messages, model, temperature, seed and longest answer. No key and no address is in
/// it; prompts are, with whatever MODEL_SEES let into them, so that it is readable by its owner only.
/// </summary>
internal sealed class ExchangePack
{
    /// <summary>Of each line.</summary>
    private const string Start = "{\"key\":\"";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly Dictionary<string, Exchange> known = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    private ExchangePack(string path) => Path = path;

    public string Path { get; }

    /// <summary>
    /// Reads what is there. Throws <see cref="PipelineFailureException"/> (settings-invalid) for a file that cannot be read or is none of ours; a half last
    /// line of a process that was killed is left out.
    /// </summary>
    public static ExchangePack Open(string path)
    {
        var pack = new ExchangePack(path);
        try
        {
            string[] lines = File.Exists(path) ? File.ReadAllText(path).Split('\n') : [];
            for (var number = 0; number < lines.Length; number++)
            {
                if (Read(lines[number]) is { } exchange)
                {
                    pack.known[exchange.Key] = exchange;
                }
                else if (number < lines.Length - 1 || !IsHalf(lines[number]))
                {
                    throw Unusable(FormattableString.Invariant($"Line {number + 1} of {path} is no recorded exchange with a model."), null);
                }
            }

            return pack;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable($"The recorded exchanges {path} cannot be read: {exception.Message}", exception);
        }
    }

    public static string KeyOf(string model, IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{model}\n{PromptHash.Of(messages)}\n{options?.Temperature}\n{options?.Seed}\n{options?.MaxOutputTokens}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    public Exchange? Find(string key)
    {
        lock (gate)
        {
            return known.GetValueOrDefault(key);
        }
    }

    /// <summary>Adds one at the end of the file. Throws <see cref="PipelineFailureException"/> where it cannot be written.</summary>
    public void Add(Exchange exchange)
    {
        lock (gate)
        {
            known[exchange.Key] = exchange;
            try
            {
                var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite };
                if (!OperatingSystem.IsWindows())
                {
                    options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
                }

                using var file = new FileStream(Path, options);
                EndLines(file);
                file.Seek(0, SeekOrigin.End);
                file.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(exchange, Json) + "\n"));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw Unusable($"The exchange with the model cannot be recorded in {Path}: {exception.Message}", exception);
            }
        }
    }

    /// <summary>
    /// What stands behind the last line break is half a line, of a process that was killed or a disk that was full, and goes; a whole one gets its line break.
    /// Where the last line has its end already, as it mostly does, this reads one byte.
    /// </summary>
    private static void EndLines(FileStream file)
    {
        var whole = file.Length;
        for (; whole > 0; whole--)
        {
            file.Position = whole - 1;
            if (file.ReadByte() == '\n')
            {
                break;
            }
        }

        if (whole == file.Length)
        {
            return;
        }

        var rest = new byte[file.Length - whole];
        file.Position = whole;
        file.ReadExactly(rest);
        if (Read(Encoding.UTF8.GetString(rest)) is null)
        {
            file.SetLength(whole);
        }
        else
        {
            file.WriteByte((byte)'\n');
        }
    }

    /// <summary>Nothing, or what begins like a line of ours.</summary>
    private static bool IsHalf(string line) => line.StartsWith(Start, StringComparison.Ordinal) || Start.StartsWith(line, StringComparison.Ordinal);

    private static Exchange? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<Exchange>(line, Json) is { Key.Length: > 0 } exchange ? exchange : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static PipelineFailureException Unusable(string message, Exception? cause) => new(
        new(FailureParty.Infrastructure, FailureTypes.SettingsInvalid, message, "Set LLM_RECORD and LLM_REPLAY to other files, or leave them out."), cause);
}

/// <param name="Key">See <see cref="ExchangePack.KeyOf"/>.</param>
/// <param name="Messages">As they were sent.</param>
/// <param name="Thought">What the model thought in a field of its own; null where it did not.</param>
/// <param name="Finish">Why it ended, as the endpoint says.</param>
internal sealed record Exchange(
    string Key,
    string Model,
    IReadOnlyList<ExchangeMessage> Messages,
    string Text,
    string? Thought,
    string? Finish,
    long? InputTokens,
    long? CachedTokens,
    long? OutputTokens);

internal sealed record ExchangeMessage(string Role, string Text);

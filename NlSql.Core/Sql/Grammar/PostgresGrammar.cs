using System.Text.Json;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Settings.Wiping;
using NlSql.Core.Native;

namespace NlSql.Core.Sql.Grammar;

/// <summary>
/// PostgreSQL 18's own lexer and grammar: libpg_query as WebAssembly, run by Wasmtime. Safe to call from any thread. The first call loads the
/// module; it throws <see cref="PipelineFailureException"/> (<c>native-library-missing</c>) when that is not possible.
/// </summary>
internal static class PostgresGrammar
{
    /// <summary>Texts above this many UTF-8 bytes are not looked at.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>Bytes that are looked at first for a token and what follows it.</summary>
    private const int FirstPiece = 512;

    private const string FileName = "libpg-query.wasm";

    private static readonly Lazy<GrammarRuntime> Runtime = new(Start);
    private static volatile string? cachePath;

    /// <summary>For people: where the module's machine code came from. Throws as <see cref="Parse"/> does.</summary>
    public static string Origin => Runtime.Value.Module.Origin;

    /// <summary>Where compiled modules may be kept when the program's own folder cannot be written. Counts until the first call.</summary>
    /// <param name="path">CACHE_PATH.</param>
    public static void KeepCompiledBelow(string path) => cachePath = path;

    /// <summary>The parse tree as JSON, or why there is none.</summary>
    /// <param name="source">The text.</param>
    /// <param name="isOurs">A piece of the program's own: waits for its turn however long that takes.</param>
    /// <param name="read">Reads the tree where it lies, so that it is not in the reply; what it throws is thrown. It must not call the grammar.</param>
    public static GrammarReply Parse(SourceText source, bool isOurs = false, AnswerReading? read = null) =>
        Runtime.Value.Run(GrammarOperation.Parse, source.Utf8, isOurs, read);

    /// <summary>The tokens with comments, in order, with UTF-16 offsets; empty when the text cannot be cut into tokens.</summary>
    public static IReadOnlyList<SqlToken> Scan(SourceText source) => Scan(source, 0, source.Utf8.Length);

    /// <summary>
    /// The tokens from one on, as many as are wanted where there are so many; the last may be cut short when there are more. A scan of a whole text
    /// takes longer than its parse, so that only a piece is looked at.
    /// </summary>
    /// <param name="source">The text.</param>
    /// <param name="start">UTF-16 offset of a token.</param>
    /// <param name="isEnough">Whether these tokens do, of which none ends where the piece does.</param>
    public static IReadOnlyList<SqlToken> ScanFrom(SourceText source, int start, Func<IReadOnlyList<SqlToken>, bool> isEnough)
    {
        var from = source.ToUtf8(start);
        for (var length = FirstPiece; ; length *= 8)
        {
            var to = CostlyText.Boundary(source.Utf8, from, length);
            var tokens = Scan(source, from, to);
            if (to == source.Utf8.Length)
            {
                return tokens;
            }

            // What stands at the end can go on behind it.
            var whole = tokens.Count > 0 ? tokens.Take(tokens.Count - 1).ToList() : [];
            if (isEnough(whole))
            {
                return whole;
            }
        }
    }

    private static IReadOnlyList<SqlToken> Scan(SourceText source, int piece, int pieceEnd)
    {
        var reply = Runtime.Value.Run(GrammarOperation.Scan, WithoutControls(source.Utf8[piece..pieceEnd]));
        if (reply.Status != GrammarStatus.Ok)
        {
            return [];
        }

        // {"version":180004,"tokens":[{"start":0,"end":6,"text":"select","tokenName":"...","keywordName":"RESERVED_KEYWORD"}, ...]}
        var tokens = new List<SqlToken>();
        var reader = new Utf8JsonReader(reply.Utf8.Span);
        int start = 0, end = 0;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("start"u8))
            {
                reader.Read();
                start = reader.GetInt32();
            }
            else if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("end"u8))
            {
                reader.Read();
                end = reader.GetInt32();
            }
            else if (reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == 2)
            {
                var from = source.FromUtf8(piece + start);
                tokens.Add(new SqlToken(from, source.FromUtf8(piece + end) - from));
            }
        }

        return tokens;
    }

    /// <summary>
    /// The scanner's answer repeats each token's text and leaves control characters as they are, which is no JSON. They stand in quotes only, so that a
    /// space in the place of each moves no token.
    /// </summary>
    private static ReadOnlySpan<byte> WithoutControls(ReadOnlySpan<byte> sql)
    {
        if (!sql.ContainsAnyInRange((byte)0, (byte)0x1F))
        {
            return sql;
        }

        var plain = sql.ToArray();
        foreach (ref var sign in plain.AsSpan())
        {
            sign = sign < ' ' && sign is not ((byte)'\t' or (byte)'\n' or (byte)'\r') ? (byte)' ' : sign;
        }

        return plain;
    }

    private static GrammarRuntime Start()
    {
        var wasm = NativeLocations.Current.Library(FileName);
        try
        {
            return new GrammarRuntime(wasm, Places(Path.GetDirectoryName(wasm)!), new GrammarLimits());
        }
        catch (Exception e) when (e is GrammarUnavailableException or DllNotFoundException or BadImageFormatException or TypeInitializationException)
        {
            throw new PipelineFailureException(
                new PipelineFailure(
                    FailureParty.Infrastructure,
                    FailureTypes.NativeLibraryMissing,
                    $"PostgreSQL's grammar cannot be loaded: {(e as GrammarUnavailableException ?? e.InnerException ?? e).Message}",
                    "Run native/build.sh in the checkout, or put the published folder in place again."),
                e);
        }
    }

    /// <summary>Beside the module, as the build or publish.sh left it; else below CACHE_PATH.</summary>
    private static IEnumerable<CompiledModule> Places(string beside)
    {
        yield return new CompiledModule(beside);
        if (cachePath is { Length: > 0 } cache)
        {
            var folder = Path.Combine(Path.GetFullPath(cache), "grammar");
            yield return new CompiledModule(folder, () =>
            {
                OwnedFolder.Make(Path.GetFullPath(cache));
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            });
        }
    }
}

/// <param name="Start">UTF-16 offset.</param>
/// <param name="Length">UTF-16 length.</param>
internal readonly record struct SqlToken(int Start, int Length);

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Generation.Witnessing;
using NlSql.Core.Sql.Grammar;
using NlSql.Core.Turns.Pipeline.Drafting;

namespace NlSql.Core.Turns.Replay.Packs;

/// <summary>Packs as JSON, and back: a file of anybody's, so that it is read within bounds and refused with one sentence.</summary>
public static class ReplayPackFile
{
    /// <summary>A pack with the longest prompts and a thousand rows is far below it.</summary>
    public const long MostBytes = 64 * 1024 * 1024;

    private const int MostVersions = 1_000;
    private const int MostListed = 10_000;
    private const int MostDepth = 64;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = MostDepth,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectNullableAnnotations = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RequireWhatHasNoDefault } },
        WriteIndented = true,
    };

    /// <summary>Moments outside of it are no turn's, and no clock could be set to them.</summary>
    private static readonly (DateTimeOffset First, DateTimeOffset Last) Ages =
        (new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero));

    internal static string Write(ReplayPack pack, PackSecrets secrets)
    {
        var document = JsonSerializer.SerializeToNode(pack, Json)!;
        secrets.TakeOut(document);
        return document.ToJsonString(Json);
    }

    /// <summary>Throws <see cref="PipelineFailureException"/> (replay-unusable, not-found) for what is no pack that this NlSql can play.</summary>
    /// <param name="path">A file.</param>
    public static ReplayPack Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return !file.Exists ? throw new PipelineFailureException(new(
                    FailureParty.Caller, FailureTypes.NotFound, $"There is no file {path}.", "nlsql replay export TURN --out FILE writes one."))
                : file.Length > MostBytes ? throw Unusable(path, FormattableString.Invariant($"has {file.Length:N0} bytes; a pack has {MostBytes:N0} at most"))
                : Read(path, File.ReadAllBytes(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, $"cannot be read: {error.Message}", error);
        }
    }

    private static ReplayPack Read(string path, byte[] bytes)
    {
        try
        {
            var head = JsonSerializer.Deserialize<Head>(bytes, Json);
            if (head?.Pack != ReplayPack.FormatName)
            {
                throw Unusable(path, "is no replay pack");
            }

            if (head.Format is < 1 or > ReplayPack.NewestFormat)
            {
                throw Unusable(path, FormattableString.Invariant(
                    $"was written by a newer NlSql (format {head.Format}, this one knows {ReplayPack.NewestFormat})"));
            }

            using (var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = MostDepth }))
            {
                if (HasGap(document.RootElement))
                {
                    throw Unusable(path, "is damaged: an item of a list in it is missing");
                }
            }

            var pack = JsonSerializer.Deserialize<ReplayPack>(bytes, Json) ?? throw Unusable(path, "is empty");
            return Fault(pack) is { } fault ? throw Unusable(path, fault) : pack;
        }
        catch (JsonException error)
        {
            throw Unusable(path, error.LineNumber is { } line ? FormattableString.Invariant($"is damaged at line {line + 1}") : "is damaged", error);
        }
    }

    /// <summary>A member that a constructor has to be given; what is null is not written, and may be missing.</summary>
    private static void RequireWhatHasNoDefault(JsonTypeInfo type)
    {
        foreach (var member in type.Properties)
        {
            member.IsRequired |= member.AssociatedParameter is { IsNullable: false, HasDefaultValue: false };
        }
    }

    /// <summary>Whether a list has a null among its items, which no annotation forbids. The cells of rows, the only lists within lists, may be null.</summary>
    private static bool HasGap(JsonElement value, bool isRow = false) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Any(member => HasGap(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.Null ? !isRow : HasGap(item, isRow: true)),
        _ => false,
    };

    /// <summary>What the form cannot say: lengths, numbers and times.</summary>
    private static string? Fault(ReplayPack pack)
    {
        var trace = pack.Trace;
        string?[] statements =
        [
            pack.Result?.Sql,
            pack.Turn.Draft?.Sql,
            .. pack.Turn.Versions.Select(version => version.Sql),
            .. (trace?.History ?? []).Select(turn => turn.Sql),
            .. (trace?.Similar ?? []).Select(pair => pair.Sql),
        ];
        string?[] questions =
        [
            pack.Turn.Question,
            trace?.Instructions,
            .. (trace?.History ?? []).Select(turn => turn.Question),
            .. (trace?.Similar ?? []).Select(pair => pair.Question),
        ];
        int?[] lengths = [trace?.Tables.Count, trace?.Values.Count, trace?.History.Count, trace?.Similar.Count, trace?.Votes.Count];
        return 0 switch
        {
            _ when string.IsNullOrWhiteSpace(pack.Turn.Question) => "has no question",
            _ when questions.Any(question => question?.Length > QuestionCheck.MaxLength) => "has a question that is longer than any may be",
            _ when statements.Any(sql => sql?.Length > PostgresGrammar.MaxBytes) => "has a statement that is longer than any may be",
            _ when pack.Turn.Versions.Count > MostVersions => "has more statements than any turn",
            _ when pack.Turn.AskedAt < Ages.First || pack.Turn.AskedAt > Ages.Last => "was asked at no possible time",
            _ when trace is not null && (trace.DraftedAt < Ages.First || trace.DraftedAt > Ages.Last) => "was drafted at no possible time",
            _ when trace?.Exchanges.Count > CollectedExchanges.MostExchanges => "has more calls of a model than any turn",
            _ when lengths.Any(length => length > MostListed) => "is longer than any turn",
            _ when pack.Result is { Rows: { } rows, Columns.Count: var width } && rows.Any(row => row.Count != width) => "has rows that do not fit its columns",
            _ => null,
        };
    }

    private static PipelineFailureException Unusable(string path, string fault, Exception? cause = null) => new(
        new(FailureParty.Caller, FailureTypes.ReplayUnusable, $"The file {path} {fault}.", "Export the turn again with nlsql replay export."), cause);

    private sealed record Head
    {
        public string? Pack { get; init; }

        public int Format { get; init; }
    }
}

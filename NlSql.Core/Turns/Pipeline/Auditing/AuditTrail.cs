using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Settings;

namespace NlSql.Core.Turns.Pipeline.Auditing;

/// <summary>
/// The file <c>audit.jsonl</c> below DATA_PATH: one JSON object a line, only ever added to. A line that was written is safe from the end of the process.
/// Several processes may write at once; each takes a lock for its line.
/// </summary>
public sealed class AuditTrail
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly string path;
    private readonly string lockPath;
    private readonly string kind;
    private readonly ILogger<AuditTrail> logger;
    private readonly Lock gate = new();

    public AuditTrail(StorageFolders folders, IOptions<AuditOptions> options, ILogger<AuditTrail> logger)
    {
        path = Path.Combine(folders.Data, StorageNames.Audit);
        lockPath = Path.Combine(folders.Data, ".nlsql-audit-lock");
        kind = options.Value.Trail;
        this.logger = logger;
    }

    /// <summary>False when there is to be none.</summary>
    public bool IsKept => kind != "off";

    /// <summary>Lines as they were written, the oldest first, from <paramref name="since"/> on; none where there is no trail yet.</summary>
    public IEnumerable<string> Read(DateTimeOffset? since)
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (reader.ReadLine() is { } line)
        {
            if (since is null || TimeOf(line) is not { } at || at >= since)
            {
                yield return line;
            }
        }
    }

    /// <summary>Adds a line. One that cannot be written is said in the log, and nothing else stops for it.</summary>
    internal void Add(AuditEntry entry)
    {
        if (!IsKept)
        {
            return;
        }

        entry = entry with { SqlHash = entry.Sql is { } sql ? Hash(sql) : null };
        var line = JsonSerializer.SerializeToUtf8Bytes(kind == "texts" ? entry : entry with { Sql = null, Question = null }, Json);
        try
        {
            lock (gate)
            {
                using var held = Take();
                using var file = new FileStream(path, Options(FileMode.Append, FileShare.ReadWrite));
                file.Write([.. line, (byte)'\n']);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            logger.AuditNotWritten(error.Message);
        }
    }

    private static string Hash(string sql) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql)));

    private static DateTimeOffset? TimeOf(string line)
    {
        try
        {
            using var entry = JsonDocument.Parse(line);
            return entry.RootElement.GetProperty("at").GetDateTimeOffset();
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static FileStreamOptions Options(FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private FileStream Take()
    {
        FileStream? held = null;
        IOException? last = null;
        SpinWait.SpinUntil(
            () =>
            {
                try
                {
                    held = new FileStream(lockPath, Options(FileMode.OpenOrCreate, FileShare.None));
                    return true;
                }
                catch (IOException error)
                {
                    last = error;
                    return !File.Exists(lockPath);
                }
            },
            Patience);
        return held ?? throw last!;
    }
}

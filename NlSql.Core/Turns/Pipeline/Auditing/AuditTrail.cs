using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Settings;

namespace NlSql.Core.Turns.Pipeline.Auditing;

/// <summary>
/// The file <c>audit.jsonl</c> below DATA_PATH: one JSON object a line, only ever added to. A line that was written is safe from the end of the process; half
/// a line, which nobody was told is written, is cut off before the next. Several processes may write at once; each takes a lock for its line.
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

    /// <summary>Bytes looked through at a time for the end of the last whole line.</summary>
    private const int TailBytes = 4096;

    private readonly string path;
    private readonly string folder;
    private readonly string lockPath;
    private readonly string kind;
    private readonly long mostBytes;
    private readonly ILogger<AuditTrail> logger;
    private readonly Lock gate = new();

    public AuditTrail(StorageFolders folders, IOptions<AuditOptions> options, ILogger<AuditTrail> logger)
    {
        folder = folders.Data;
        path = Path.Combine(folder, StorageNames.Audit);
        lockPath = Path.Combine(folder, ".nlsql-audit-lock");
        kind = options.Value.Trail;
        mostBytes = options.Value.MaxBytes;
        this.logger = logger;
    }

    /// <summary>False when there is to be none.</summary>
    public bool IsKept => kind != "off";

    /// <summary>Lines as they were written, the oldest first, from <paramref name="since"/> on; none where there is no trail yet.</summary>
    public IEnumerable<string> Read(DateTimeOffset? since)
    {
        var (earlier, file) = Open();
        using var current = file;
        foreach (var name in earlier.Where(name => since is null || File.GetLastWriteTimeUtc(name) >= since.Value.UtcDateTime))
        {
            using var full = OpenFile(name);
            foreach (var line in ReadFile(full, since))
            {
                yield return line;
            }
        }

        foreach (var line in ReadFile(current, since))
        {
            yield return line;
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
                Append([.. line, (byte)'\n'], entry.At);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            logger.AuditNotWritten(error.Message);
        }
    }

    /// <summary>
    /// The files that are full, the oldest first, and the one that is written to, which follows them: when the same are full before and after it is opened it
    /// has not gone on under another name meanwhile, and when it does so later it is held already.
    /// </summary>
    private (string[] Earlier, FileStream? Current) Open()
    {
        var earlier = Earlier();
        while (true)
        {
            var current = OpenFile(path);
            var again = Earlier();
            if (again.SequenceEqual(earlier, StringComparer.Ordinal))
            {
                return (earlier, current);
            }

            current?.Dispose();
            earlier = again;
        }

        string[] Earlier() => [.. Directory.GetFiles(folder, StorageNames.EarlierAudits).Order(StringComparer.Ordinal)];
    }

    /// <summary>Null where there is none.</summary>
    private static FileStream? OpenFile(string file)
    {
        try
        {
            return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static IEnumerable<string> ReadFile(FileStream? file, DateTimeOffset? since)
    {
        if (file is null)
        {
            yield break;
        }

        using var reader = new StreamReader(file);
        while (reader.ReadLine() is { } line)
        {
            var at = since is not null || reader.EndOfStream ? TimeOf(line) : null;
            if (reader.EndOfStream && at is null)
            {
                // Half a line: it is being written, or was when the disk was full.
                yield break;
            }

            if (since is null || at is null || at >= since)
            {
                yield return line;
            }
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

    /// <summary>Where the last whole line ends.</summary>
    private static long EndOfLines(FileStream file)
    {
        var tail = new byte[TailBytes];
        for (var end = file.Length; end > 0;)
        {
            var begin = Math.Max(0, end - TailBytes);
            var part = tail.AsSpan(0, (int)(end - begin));
            file.Position = begin;
            file.ReadExactly(part);
            if (part.LastIndexOf((byte)'\n') is >= 0 and var line)
            {
                return begin + line + 1;
            }

            end = begin;
        }

        return 0;
    }

    private void Append(byte[] line, DateTimeOffset at)
    {
        using var file = new FileStream(path, Options(FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete));
        var end = EndOfLines(file);
        if (end < file.Length)
        {
            logger.AuditLineCut(file.Length - end);
            file.SetLength(end);
        }

        if (mostBytes > 0 && end > 0 && end + line.Length > mostBytes)
        {
            file.Dispose();
            GoOnElsewhere(at);
            Append(line, at);
            return;
        }

        file.Position = end;
        try
        {
            file.Write(line);
        }
        catch (IOException)
        {
            // Of a full disk nothing more is asked for that.
            file.SetLength(end);
            throw;
        }
    }

    private void GoOnElsewhere(DateTimeOffset at)
    {
        for (var number = 0; ; number++)
        {
            var time = at.UtcDateTime.ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture);
            var full = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"audit-{time}-{number:000}.jsonl"));
            if (!File.Exists(full))
            {
                File.Move(path, full);
                logger.AuditRotated(full);
                return;
            }
        }
    }

    private static FileStreamOptions Options(FileMode mode, FileAccess access, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share, BufferSize = 0 };
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
                    held = new FileStream(lockPath, Options(FileMode.OpenOrCreate, FileAccess.Write, FileShare.None));
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

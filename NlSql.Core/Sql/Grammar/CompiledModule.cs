using System.Security.Cryptography;
using NlSql.Core.Native;

namespace NlSql.Core.Sql.Grammar;

/// <summary>
/// A folder that keeps compiled modules. Loading one runs it as machine code without further checks, so it has to be what we wrote: the file and
/// its folder are no links, belong to this user, to root or to whoever owns the program, nobody else may write to either, and a digest over
/// the whole says that nothing was lost. Its layout: <c>magic (8) | key (32) | SHA-256 of the rest (32) | what Wasmtime serialised</c>.
/// </summary>
/// <param name="folder">Need not exist.</param>
/// <param name="make">Makes the folder when something is to be kept in it; null when it is there or not wanted.</param>
internal sealed class CompiledModule(string folder, Action? make = null)
{
    private const int HeaderBytes = 8 + 32 + 32;
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private static ReadOnlySpan<byte> Magic => "NLSQLWM1"u8;

    public string PathOf(ReadOnlySpan<byte> key) => Path.Combine(folder, $"libpg-query-{Convert.ToHexStringLower(key[..8])}.cwasm");

    /// <summary>The machine code for <paramref name="key"/>; null when there is none, or none that may be loaded.</summary>
    public ReadOnlyMemory<byte>? Read(ReadOnlySpan<byte> key)
    {
        try
        {
            if (!FileTrust.OfFolder(folder))
            {
                return null;
            }

            // Read whole before it is judged: what is loaded is what was judged, whatever becomes of the file.
            var path = PathOf(key);
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            if (!FileTrust.OfFile(path, file.SafeFileHandle) || file.Length is <= HeaderBytes or > 64 << 20)
            {
                return null;
            }

            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            var body = bytes.AsMemory(HeaderBytes);
            var isWhole = bytes.AsSpan(0, 8).SequenceEqual(Magic) && bytes.AsSpan(8, 32).SequenceEqual(key)
                && bytes.AsSpan(40, 32).SequenceEqual(SHA256.HashData(body.Span));

            // A bare null would become an empty memory.
            return isWhole ? body : default(ReadOnlyMemory<byte>?);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>False where it cannot be kept, or would not be believed afterwards.</summary>
    public bool TryWrite(ReadOnlySpan<byte> key, ReadOnlySpan<byte> code)
    {
        var path = PathOf(key);
        var unfinished = $"{path}.{Guid.NewGuid():N}";
        try
        {
            make?.Invoke();
            if (!FileTrust.OfFolder(folder))
            {
                return false;
            }

            using (var file = new FileStream(unfinished, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Mode }))
            {
                file.Write(Magic);
                file.Write(key);
                file.Write(SHA256.HashData(code));
                file.Write(code);
            }

            File.Move(unfinished, path, overwrite: true);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Drop(unfinished);
            return false;
        }
    }

    /// <summary>Deleting throws too where there is no folder, or where the disk fails.</summary>
    private static void Drop(string unfinished)
    {
        try
        {
            File.Delete(unfinished);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It was never made, or stays behind unfinished: nobody reads a file of that name.
        }
    }
}

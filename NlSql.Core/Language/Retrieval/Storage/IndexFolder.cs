using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NlSql.Core.Language.Retrieval.Vectors;

namespace NlSql.Core.Language.Retrieval.Storage;

/// <summary>
/// One database's folder under FAISS_INDEX_PATH: <c>manifest.json</c>, which names the files that belong together with their digests, and those files. A new
/// state is written beside the old one and comes into force with the manifest's rename, so that a crash leaves the old state.
/// </summary>
internal sealed class IndexFolder(string path)
{
    private const string ManifestName = "manifest.json";
    private const string LockName = "index.lock";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public string LockPath => Path.Combine(path, LockName);

    /// <summary>A folder name that people recognize and that is safe whatever the database is called.</summary>
    public static IndexFolder Of(string root, string databaseId)
    {
        var readable = new string([.. databaseId.Where(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_').Take(40)]);
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(databaseId)))[..12];
        return new IndexFolder(Path.GetFullPath(Path.Combine(root, $"{readable}-{digest}")));
    }

    /// <summary>Makes the folder. Throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.</summary>
    public void Create()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        // Vectors and hashes tell of values: other users enter neither the folder nor one that an earlier version left open.
        const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Directory.CreateDirectory(path, Private);
        if (File.GetUnixFileMode(path) != Private)
        {
            File.SetUnixFileMode(path, Private);
        }
    }

    /// <summary>What is stored, as far as its digests hold; <see cref="StoredIndex.Problem"/> says what does not.</summary>
    public StoredIndex Read()
    {
        var manifestPath = Path.Combine(path, ManifestName);
        if (!File.Exists(manifestPath))
        {
            return StoredIndex.Nothing("there was no stored index");
        }

        try
        {
            var manifest = JsonSerializer.Deserialize<IndexManifest>(File.ReadAllBytes(manifestPath), Format);
            if (manifest is null)
            {
                return StoredIndex.Nothing("the stored manifest is empty");
            }

            if (manifest.Format != IndexManifest.CurrentFormat)
            {
                return StoredIndex.Nothing($"the stored index has format {manifest.Format}, this version writes {IndexManifest.CurrentFormat}");
            }

            var bytes = File.ReadAllBytes(PathOf(manifest.Vectors));
            if (Digest(bytes) != manifest.Vectors.Sha256)
            {
                return StoredIndex.Nothing("the stored vectors are damaged (their digest differs)");
            }

            var vectors = VectorFile.Read(bytes);
            return vectors.Vectors.Dimension == manifest.Dimension && vectors.Vectors.Count == manifest.Count
                ? new StoredIndex(manifest, vectors, null)
                : StoredIndex.Nothing("the stored vectors do not fit their manifest");
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            return StoredIndex.Nothing("the stored index is damaged");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return StoredIndex.Nothing("the stored index cannot be read");
        }
    }

    /// <summary>The path of libfaiss' file when its digest holds, else null: nothing else may reach the native reader.</summary>
    public string? VerifiedIndexPath(IndexManifest manifest)
    {
        if (manifest.Index is not { } stored)
        {
            return null;
        }

        try
        {
            using var file = File.OpenRead(PathOf(stored));
            return Convert.ToHexStringLower(SHA256.HashData(file)) == stored.Sha256 ? PathOf(stored) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// Replaces what is stored; the digests and file names of <paramref name="manifest"/> are filled in here. Throws <see cref="IOException"/> or
    /// <see cref="UnauthorizedAccessException"/> and leaves the old state then.
    /// </summary>
    public void Write(IndexManifest manifest, StoredVectors vectors, FaissVectorIndex? index)
    {
        var bytes = VectorFile.Write(vectors.Vectors, vectors.Hashes);
        var digest = Digest(bytes);
        var vectorFile = new StoredFile($"vectors-{digest[..16]}.q8", digest);
        Replace(PathOf(vectorFile), temporary => File.WriteAllBytes(temporary, bytes));

        StoredFile? indexFile = null;
        if (index is not null)
        {
            var temporary = Path.Combine(path, $"index-{Guid.NewGuid():N}.tmp");
            index.Write(temporary);
            using (var file = File.OpenRead(temporary))
            {
                digest = Convert.ToHexStringLower(SHA256.HashData(file));
            }

            indexFile = new StoredFile($"index-{digest[..16]}.faiss", digest);
            File.Move(temporary, PathOf(indexFile), overwrite: true);
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(manifest with { Vectors = vectorFile, Index = indexFile }, Format);
        Replace(Path.Combine(path, ManifestName), temporary => File.WriteAllBytes(temporary, json));
        RemoveAllBut([ManifestName, LockName, vectorFile.Name, indexFile?.Name]);
    }

    private static void Replace(string target, Action<string> write)
    {
        var temporary = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            write(temporary);
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private void RemoveAllBut(IReadOnlyCollection<string?> kept)
    {
        foreach (var file in Directory.EnumerateFiles(path))
        {
            if (IsOwn(Path.GetFileName(file)) && !kept.Contains(Path.GetFileName(file)))
            {
                File.Delete(file);
            }
        }
    }

    private static bool IsOwn(string name) =>
        (name.StartsWith("vectors-", StringComparison.Ordinal)
            || name.StartsWith("index-", StringComparison.Ordinal)
            || name.StartsWith(ManifestName, StringComparison.Ordinal))
        && Path.GetExtension(name) is ".q8" or ".faiss" or ".tmp";

    // A manifest must not lead out of its folder.
    private string PathOf(StoredFile file) => Path.Combine(path, Path.GetFileName(file.Name));

    private static string Digest(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}

/// <summary>What <see cref="IndexFolder.Read"/> found.</summary>
/// <param name="Problem">Why there is nothing, for people; null when there is something.</param>
internal sealed record StoredIndex(IndexManifest? Manifest, StoredVectors? Vectors, string? Problem)
{
    public static StoredIndex Nothing(string problem) => new(null, null, problem);

    /// <summary>Why the stored index is not for these documents; null when it is.</summary>
    public string? StaleReason(IndexManifest wanted) => Manifest switch
    {
        null => Problem,
        _ when Manifest.Database != wanted.Database => "the stored index belongs to another database",
        _ when Manifest.Model != wanted.Model => $"the stored index was made by the embedding model {Manifest.Model}",
        _ when Manifest.SchemaHash != wanted.SchemaHash => "the schema has changed",
        _ when Manifest.DocumentsHash != wanted.DocumentsHash => "the documents have changed",
        _ when Manifest.IndexFactory != wanted.IndexFactory => $"the stored index is of the kind {Manifest.IndexFactory}",
        _ => null,
    };
}

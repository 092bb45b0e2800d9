using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Settings.Wiping;

namespace NlSql.Core.Foundation.Settings;

/// <summary>Paths that are empty, and a DATA_PATH that is somebody else's folder, are told before anything is written or removed there.</summary>
internal sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        var faults = Faults(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(StorageOptions options)
    {
        foreach (var (key, path) in new[] { ("DATA_PATH", options.DataPath), ("CACHE_PATH", options.CachePath), ("FAISS_INDEX_PATH", options.IndexPath) })
        {
            if (string.IsNullOrWhiteSpace(path))
            {
                yield return $"{key} is empty: set it to a folder, or leave it out.";
            }
        }

        if (!string.IsNullOrWhiteSpace(options.DataPath) && OwnedFolder.FaultOf(Path.GetFullPath(options.DataPath), StorageNames.IsOwn) is { } fault)
        {
            yield return fault;
        }
    }
}

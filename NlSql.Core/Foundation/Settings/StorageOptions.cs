using Microsoft.Extensions.Configuration;

namespace NlSql.Core.Foundation.Settings;

/// <summary>Where NlSql keeps what it makes. Folders that do not exist yet are made.</summary>
public sealed class StorageOptions
{
    /// <summary>State (conversations), spooled results, protection keys, the embedded PostgreSQL's data.</summary>
    /// <value><c>.nlsql/data</c> below the working directory</value>
    [ConfigurationKeyName("DATA_PATH")]
    public string DataPath { get; set; } = Path.Combine(".nlsql", "data");

    /// <value><c>.nlsql/cache</c> below the working directory</value>
    [ConfigurationKeyName("CACHE_PATH")]
    public string CachePath { get; set; } = Path.Combine(".nlsql", "cache");

    /// <value><c>.nlsql/index</c> below the working directory</value>
    [ConfigurationKeyName("FAISS_INDEX_PATH")]
    public string IndexPath { get; set; } = Path.Combine(".nlsql", "index");

    /// <summary>Remove everything under the three folders on the way out (<c>--wipe-on-exit</c>).</summary>
    [ConfigurationKeyName("WIPE_ON_EXIT")]
    public bool WipeOnExit { get; set; }
}

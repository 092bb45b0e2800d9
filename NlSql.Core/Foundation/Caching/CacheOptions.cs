using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace NlSql.Core.Foundation.Caching;

/// <summary>How much is kept in memory for questions that come again.</summary>
public sealed class CacheOptions
{
    /// <summary>Drafts that are kept, and answers of the schema search; 0 keeps none.</summary>
    /// <value>256</value>
    [ConfigurationKeyName("CACHE_SIZE")]
    [Range(0, 100_000, ErrorMessage = "CACHE_SIZE must be between 0 and 100000.")]
    public int Size { get; set; } = 256;
}

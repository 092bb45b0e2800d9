using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace NlSql.Core.Caching;

/// <summary>Size of the in-memory caches of hot items.</summary>
public sealed class CacheOptions
{
    /// <summary>Entries of each cache; 0 turns caching off.</summary>
    /// <value>1000</value>
    [ConfigurationKeyName("CACHE_SIZE")]
    [Range(0, 1_000_000, ErrorMessage = "CACHE_SIZE must be between 0 and 1000000 entries.")]
    public int Size { get; set; } = 1000;
}

[OptionsValidator]
internal sealed partial class CacheOptionsValidator : IValidateOptions<CacheOptions>;

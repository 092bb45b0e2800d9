using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace NlSql.Core.Language.Generation;

/// <summary>Settings of the generators' order and cache.</summary>
public sealed class GenerationOptions
{
    /// <summary>Drafts that are kept in memory, so that a question asked again is answered at once; 0 keeps none.</summary>
    /// <value>256</value>
    [ConfigurationKeyName("CACHE_SIZE")]
    [Range(0, 100_000, ErrorMessage = "CACHE_SIZE must be between 0 and 100000.")]
    public int CacheSize { get; set; } = 256;

    /// <summary>Who is asked first where a model is configured.</summary>
    /// <value>model</value>
    [ConfigurationKeyName("GENERATOR_ORDER")]
    [AllowedValues("model", GeneratorNames.BuiltIn, ErrorMessage = "GENERATOR_ORDER must be model or built-in.")]
    public string Order { get; set; } = "model";
}

using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace NlSql.Core.Language.Generation;

/// <summary>Settings of the generators' order.</summary>
public sealed class GenerationOptions
{
    /// <summary>Who is asked first where a model is configured.</summary>
    /// <value>model</value>
    [ConfigurationKeyName("GENERATOR_ORDER")]
    [AllowedValues("model", GeneratorNames.BuiltIn, ErrorMessage = "GENERATOR_ORDER must be model or built-in.")]
    public string Order { get; set; } = "model";
}

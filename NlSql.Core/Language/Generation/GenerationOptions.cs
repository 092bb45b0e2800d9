using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace NlSql.Core.Language.Generation;

/// <summary>Settings of the generators' order.</summary>
public sealed class GenerationOptions
{
    /// <summary>Who is asked first where a model is configured. <c>auto</c> asks the translator before a small model on this machine.</summary>
    /// <value>auto</value>
    [ConfigurationKeyName("GENERATOR_ORDER")]
    [AllowedValues("auto", "model", GeneratorNames.BuiltIn, ErrorMessage = "GENERATOR_ORDER must be auto, model or built-in.")]
    public string Order { get; set; } = "auto";
}

using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace NlSql.Core.Turns.Workspace.Memory;

/// <summary>Settings of what is remembered of questions that people put right.</summary>
public sealed class MemoryOptions
{
    /// <summary>Whether edits that ran are kept, and kept pairs used.</summary>
    /// <value>on</value>
    [ConfigurationKeyName("MEMORY")]
    [AllowedValues("on", "off", ErrorMessage = "MEMORY must be on or off.")]
    public string Memory { get; set; } = "on";

    /// <summary>How many similar pairs a model is shown with a question.</summary>
    /// <value>3; 0 shows none</value>
    [ConfigurationKeyName("MEMORY_EXAMPLES")]
    [Range(0, 10, ErrorMessage = "MEMORY_EXAMPLES must be between 0 and 10.")]
    public int Examples { get; set; } = 3;

    /// <summary>Whether anything is remembered.</summary>
    public bool IsOn => Memory == "on";
}

using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace NlSql.Core.Turns.Pipeline.Databases;

/// <summary>How a database is kept up to date.</summary>
public sealed class SchemaCheckOptions
{
    /// <summary>Seconds between two looks at the schema's fingerprint (one cheap query); 0 turns them off.</summary>
    /// <value>60</value>
    [ConfigurationKeyName("SCHEMA_CHECK_SECONDS")]
    [Range(0, 86_400, ErrorMessage = "SCHEMA_CHECK_SECONDS must be between 0 and 86400.")]
    public int CheckSeconds { get; set; } = 60;
}

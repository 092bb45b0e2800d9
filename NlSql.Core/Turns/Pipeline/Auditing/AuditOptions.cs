using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace NlSql.Core.Turns.Pipeline.Auditing;

/// <summary>What the audit trail holds, and who may read it.</summary>
public sealed class AuditOptions
{
    /// <summary><c>texts</c> keeps questions and SQL, <c>hashes</c> their SHA-256 only, <c>off</c> keeps no trail.</summary>
    /// <value>texts</value>
    [ConfigurationKeyName("AUDIT_TRAIL")]
    [AllowedValues("texts", "hashes", "off", ErrorMessage = "AUDIT_TRAIL must be texts, hashes or off.")]
    public string Trail { get; set; } = "texts";

    /// <summary>
    /// Bytes of <c>audit.jsonl</c> beyond which it goes on under another name (<c>audit-TIME-NUMBER.jsonl</c>) and a new one is begun; 0: never.
    /// None is removed.
    /// </summary>
    /// <value>268435456</value>
    [ConfigurationKeyName("AUDIT_MAX_BYTES")]
    [Range(0, long.MaxValue, ErrorMessage = "AUDIT_MAX_BYTES must be 0 or more.")]
    public long MaxBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>Comma-separated names of analysts who may read the trail over HTTP.</summary>
    [ConfigurationKeyName("AUDITORS")]
    public string? Auditors { get; set; }

    /// <summary>Whether somebody of this name may read it.</summary>
    public bool IsAuditor(string analyst) =>
        (Auditors ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Contains(analyst, StringComparer.Ordinal);
}

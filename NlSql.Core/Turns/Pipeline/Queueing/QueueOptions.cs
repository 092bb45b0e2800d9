using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace NlSql.Core.Turns.Pipeline.Queueing;

/// <summary>How room at the database is shared; how much there is the <c>DB_*</c> settings say.</summary>
public sealed class QueueOptions
{
    /// <summary>Milliseconds that a run or an export waits for room before it is turned away as <c>busy</c>.</summary>
    /// <value>30000</value>
    [ConfigurationKeyName("QUEUE_WAIT_MS")]
    [Range(0, 3_600_000, ErrorMessage = "QUEUE_WAIT_MS must be between 0 and 3600000 milliseconds.")]
    public int WaitMs { get; set; } = 30_000;

    /// <summary>Runs, and exports, of one analyst at the same time; null lets one have all the room that nobody else wants.</summary>
    [ConfigurationKeyName("RUNS_PER_ANALYST")]
    [Range(1, 500, ErrorMessage = "RUNS_PER_ANALYST must be between 1 and 500; leave it out for no limit.")]
    public int? PerAnalyst { get; set; }
}

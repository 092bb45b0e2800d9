namespace NlSql.Core.Database.Catalog;

/// <summary>What a database was like at a moment, in two lines to be compared with those of another.</summary>
/// <param name="Schema">Changes with every definition, comment or grant; not with data.</param>
/// <param name="Values">Changes with the rows of small tables, and when a table is analyzed: values that were read may be old.</param>
public sealed record SchemaFingerprint(string Schema, string Values)
{
    /// <summary>So old values may become when there are newer ones: rows change all the time, and each reading costs the database something.</summary>
    public static TimeSpan ValuesAge { get; } = TimeSpan.FromMinutes(10);

    /// <summary>True when what was read at the time of this one is to be read again.</summary>
    /// <param name="now">What the database is like now.</param>
    /// <param name="age">Since it was read.</param>
    public bool IsOutdated(SchemaFingerprint now, TimeSpan age)
    {
        ArgumentNullException.ThrowIfNull(now);
        return now.Schema != Schema || (now.Values != Values && age >= ValuesAge);
    }
}

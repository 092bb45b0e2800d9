namespace NlSql.Core.Foundation.Settings;

/// <param name="Key">The setting, for instance <c>DB_PORT</c>; null when the fault concerns several.</param>
/// <param name="Message">What is wrong and what to set.</param>
public sealed record SettingsFault(string? Key, string Message);

namespace NlSql.Core.Language.Schema.Facts;

/// <summary>
/// What stands for yes and no in a column that is a flag, in PostgreSQL's text form: <c>true</c>/<c>false</c>, <c>1</c>/<c>0</c>, <c>Y</c>/<c>N</c>.
/// </summary>
/// <param name="Evidence">Why the column was taken for a flag, for people.</param>
public sealed record FlagValues(string Yes, string No, string Evidence)
{
    /// <summary>The property that the flag is about, as lemmas: "vip" of <c>is_vip</c>, "contact allowed" of <c>contact_allowed_flag</c>.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>What people say of rows that are not marked: "inactive" for <c>active</c>.</summary>
    public IReadOnlyList<string> Opposites { get; init; } = [];

    /// <summary>Set for one of a family of columns, each of which stands for a day of the week.</summary>
    public DayOfWeek? Weekday { get; init; }
}

namespace NlSql.Core.Language.Analysis.Narrative;

/// <summary>No rows: says so, and what that can mean.</summary>
internal sealed class EmptyNarrative : INarrative
{
    public TracedText Headline(Reading reading) => new TracedText().Say("**The query ran and found no rows.**");

    public IEnumerable<TracedText> Bullets(Reading reading)
    {
        yield return new TracedText().Say(reading.HasConditions
            ? "No data meets all the conditions together. A value may be spelled differently in the data, or a date range may lie outside of it."
            : "The query sets no conditions: there is nothing in what it reads.");
    }

    public IEnumerable<string> FollowUps(Reading reading) => [];
}

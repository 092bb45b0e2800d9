namespace NlSql.Core.Language.Lint.Reading;

/// <summary>
/// Counts the steps of one look at a statement: columns looked up, conditions followed, nodes copied into a fix. Rules look at pairs of things, and a text of
/// machine length has many.
/// </summary>
/// <param name="most">After so many the look ends.</param>
internal sealed class LookSteps(int most)
{
    /// <summary>Some tenths of a second. Statements that people and models write take some thousands.</summary>
    public const int Usual = 2_000_000;

    public int Taken { get; private set; }

    /// <summary>Throws <see cref="LookTooLongException"/> when there have been too many.</summary>
    public void Take(int steps)
    {
        Taken += steps;
        if (Taken > most || Taken < 0)
        {
            throw new LookTooLongException();
        }
    }
}

/// <summary>A statement would take too long to look at: nothing is said of it.</summary>
internal sealed class LookTooLongException() : Exception("The statement takes more steps to look at than a look may.");

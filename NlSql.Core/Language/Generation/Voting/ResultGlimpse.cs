namespace NlSql.Core.Language.Generation.Voting;

/// <summary>What a statement gave when it was tried under small limits: enough to tell whether two statements give the same.</summary>
/// <param name="Fingerprint">Equal for the same rows in any order; columns count in theirs, and not by name.</param>
/// <param name="Rows">How many.</param>
/// <param name="Columns">How many.</param>
public sealed record ResultGlimpse(string Fingerprint, int Rows, int Columns)
{
    /// <summary><c>12 rows of 2 columns</c></summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Rows:N0} row{(Rows == 1 ? "" : "s")} of {Columns:N0} column{(Columns == 1 ? "" : "s")}");
}

/// <summary>What came of a draft that was to be tried.</summary>
/// <param name="Rows">Null where it could not be, or gives too much to be compared.</param>
public sealed record DraftTrial(ResultGlimpse? Rows)
{
    /// <summary>True where there was no room for it, or no time: the next one would wait as long, and with no better prospects.</summary>
    public bool IsOverloaded { get; init; }
}

/// <param name="Agreeing">Drafts that give the rows of the one that was taken, itself included.</param>
/// <param name="Counted">Drafts whose rows could be compared.</param>
public sealed record Agreement(int Agreeing, int Counted)
{
    /// <summary>Whether the built-in translator's draft is among those that agree; null where it had no voice.</summary>
    public bool? Translator { get; init; }
}

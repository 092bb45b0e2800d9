namespace NlSql.Core.Language.Lint;

/// <summary>What an experienced colleague would say of a statement before it runs. It never keeps one from running.</summary>
/// <param name="Rule">Stable slug, see <see cref="LintRules"/>.</param>
/// <param name="Message">What was found, with the tables, columns and counts that speak for it; one or two sentences.</param>
/// <param name="Fix">What to do, in one sentence.</param>
public sealed record LintWarning(string Rule, string Message, string Fix)
{
    /// <summary>The whole statement with the fix in it; null where it takes a person to write it.</summary>
    public string? Sql { get; init; }
}

/// <summary>The slugs of <see cref="LintWarning.Rule"/>; they are part of the API and do not change.</summary>
public static class LintRules
{
    /// <summary>An aggregate over rows that a join repeats.</summary>
    public const string FanOut = "fan-out";

    /// <summary>Two branches, each with several rows, joined at one table.</summary>
    public const string Chasm = "chasm-trap";

    /// <summary>Tables that nothing joins, or columns joined that have nothing to do with each other.</summary>
    public const string JoinWithoutKey = "join-without-key";

    /// <summary>NOT IN over values that can be NULL.</summary>
    public const string NotInNull = "not-in-null";

    /// <summary>A division of whole numbers, which drops what is behind the point.</summary>
    public const string IntegerDivision = "integer-division";

    /// <summary>A moment compared with the beginning of the last day that is meant.</summary>
    public const string LastDay = "last-day-dropped";

    /// <summary>A value in other letters than the data has.</summary>
    public const string LetterCase = "letter-case";

    /// <summary>A value that is not among the known ones of its column.</summary>
    public const string UnknownValue = "unknown-value";

    /// <summary>LIMIT over rows in no order.</summary>
    public const string LimitWithoutOrder = "limit-without-order";

    /// <summary>Groups by a name that several things have.</summary>
    public const string GroupByName = "group-by-name";

    /// <summary>COUNT of a column that leaves out NULLs.</summary>
    public const string CountNulls = "count-nulls";

    /// <summary>Another date than the one that the question's verb goes with.</summary>
    public const string OtherDate = "other-date";

    /// <summary>Former rows among those in force.</summary>
    public const string NotInForce = "not-in-force";
}

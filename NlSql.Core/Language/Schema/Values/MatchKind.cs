namespace NlSql.Core.Language.Schema.Values;

/// <summary>How words came to a value of the data, surest first.</summary>
internal enum MatchKind
{
    /// <summary>Letter for letter.</summary>
    Exact,

    /// <summary>Up to case, accents, blanks and hyphens.</summary>
    Folded,

    /// <summary>Up to a plural's ending.</summary>
    Plural,

    /// <summary>One letter of one word is missing, too many, wrong, or two have changed places.</summary>
    Typo,

    /// <summary>The value has these words among others.</summary>
    Word,
}

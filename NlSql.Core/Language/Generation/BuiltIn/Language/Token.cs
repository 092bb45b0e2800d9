namespace NlSql.Core.Language.Generation.BuiltIn.Language;

internal enum TokenKind
{
    Word,
    Number,

    /// <summary>Text that stood in quotation marks; <see cref="Token.Text"/> is without them.</summary>
    Quoted,

    /// <summary>An ISO date, for instance 2024-05-31.</summary>
    Date,
    Punctuation,
}

/// <summary>One word, number, quotation or sign of the question.</summary>
/// <param name="Text">As written.</param>
/// <param name="Lower">Lower case, invariant.</param>
/// <param name="Lemma">Dictionary form: plurals and irregular forms undone.</param>
/// <param name="Stem">Cruder than the lemma: derivational endings cut, for near matches only.</param>
/// <param name="Start">UTF-16 offset in the question.</param>
/// <param name="Length">UTF-16 length in the question, quotation marks included.</param>
internal sealed record Token(string Text, string Lower, string Lemma, string Stem, int Start, int Length, TokenKind Kind)
{
    public int End => Start + Length;

    public decimal Number { get; init; }

    /// <summary>Quoted as names are in SQL: "Order Details" rather than 'Order Details'.</summary>
    public bool IsQuotedAsName { get; init; }

    /// <summary>Starts with a capital letter though it does not start a sentence.</summary>
    public bool IsCapitalised { get; init; }
}

using System.Globalization;

namespace NlSql.Core.Language.Generation.BuiltIn.Languages;

/// <summary>What a place of a phrase takes.</summary>
internal enum PhraseSlot
{
    Literal,

    /// <summary># : a number in digits or words.</summary>
    Number,

    /// <summary>* : one to eight words of one clause, as few as will do.</summary>
    Words,

    /// <summary>% : a verb of the table.</summary>
    Verb,

    /// <summary>&amp; : a month.</summary>
    Month,

    /// <summary>@ : a year.</summary>
    Year,

    /// <summary>$ : the end of the clause; takes nothing.</summary>
    End,

    /// <summary>^ : the beginning of the question; takes nothing.</summary>
    Beginning,
}

/// <param name="Literals">Words of which one has to stand here.</param>
internal sealed record PhraseElement(PhraseSlot Slot, IReadOnlyList<string> Literals, bool IsOptional);

/// <summary>How a phrase is put in the grammar's language: its slots in another order, between other words.</summary>
/// <param name="Template">Words, and numbers in braces for slots.</param>
internal sealed record PhraseRule(IReadOnlyList<PhraseElement> Pattern, IReadOnlyList<string> Template)
{
    public const string Anything = "";

    /// <summary>The words that it may begin with; <see cref="Anything"/> where it begins with a slot or with what may be missing.</summary>
    public IEnumerable<string> Openings => Pattern[0] is { Slot: PhraseSlot.Literal, IsOptional: false } first ? first.Literals : [Anything];

    /// <summary>The elements of the pattern that braces in the template stand for.</summary>
    public IReadOnlyList<PhraseSlot> Slots { get; } =
        [.. Pattern.Select(e => e.Slot).Where(s => s is not (PhraseSlot.Literal or PhraseSlot.End or PhraseSlot.Beginning))];

    public static PhraseRule Parse(string pattern, string template) =>
        new([.. pattern.Split(' ').Select(Element)], template.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The slot that a word of the template stands for, with what is written before it; null for a plain word.</summary>
    public static (string Before, int Slot)? SlotOf(string word) =>
        word.IndexOf('{', StringComparison.Ordinal) is var open and >= 0
            ? (word[..open], int.Parse(word[(open + 1)..^1], CultureInfo.InvariantCulture) - 1)
            : null;

    private static PhraseElement Element(string text)
    {
        var slot = text switch
        {
            "#" => PhraseSlot.Number,
            "*" => PhraseSlot.Words,
            "%" => PhraseSlot.Verb,
            "&" => PhraseSlot.Month,
            "@" => PhraseSlot.Year,
            "$" => PhraseSlot.End,
            "^" => PhraseSlot.Beginning,
            _ => PhraseSlot.Literal,
        };
        var isOptional = slot == PhraseSlot.Literal && text.Length > 1 && text.EndsWith('?');
        var words = isOptional ? text[..^1] : text;
        return new PhraseElement(slot, slot == PhraseSlot.Literal ? [.. words.Split('|').Select(SaidWord.Fold)] : [], isOptional);
    }
}

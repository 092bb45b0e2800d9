using System.Text;
using NlSql.Core.Foundation.Numbers;
using NlSql.Core.Language.Analysis.Profile;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Analysis.Narrative;

/// <summary>
/// A paragraph or bullet that is put together piece by piece and remembers for every number which cells it comes from. Numbers have neutral marks
/// (<see cref="NumberText"/>) until the whole is written in the format of its readers.
/// </summary>
internal sealed class TracedText
{
    private readonly List<Piece> pieces = [];

    /// <summary>The text without a final line break, and its numbers as they stand in it.</summary>
    /// <param name="withCurrency">Amounts get the currency of the house behind them.</param>
    public (string Markdown, IReadOnlyList<TracedNumber> Numbers) Write(NumberFormat format, bool withCurrency)
    {
        var markdown = new StringBuilder();
        List<TracedNumber> numbers = [];
        foreach (var (text, number, isMoney) in pieces)
        {
            if (number is null)
            {
                markdown.Append(text);
                continue;
            }

            var written = number with { Text = format.Marked(text) };
            numbers.Add(written);
            markdown.Append(written.Text).Append(withCurrency && isMoney && format.Currency is { } currency ? $"\u00a0{currency}" : string.Empty);
        }

        return (markdown.ToString(), numbers);
    }

    /// <summary>Our own words.</summary>
    public TracedText Say(string words)
    {
        pieces.Add(new Piece(words));
        return this;
    }

    /// <summary>Text from the result: escaped.</summary>
    public TracedText Quote(string? untrusted)
    {
        pieces.Add(new Piece(MarkdownText.Of(untrusted)));
        return this;
    }

    /// <summary>Text from the result at the beginning of a sentence: its first letter is raised.</summary>
    public TracedText QuoteCapital(string untrusted) =>
        Quote(untrusted.Length > 0 && char.IsLower(untrusted[0]) ? char.ToUpperInvariant(untrusted[0]) + untrusted[1..] : untrusted);

    /// <summary>Several texts from the result, with commas between.</summary>
    public TracedText Quotes(IReadOnlyList<string> untrusted)
    {
        for (var i = 0; i < untrusted.Count; i++)
        {
            Say(i == 0 ? string.Empty : ", ").Quote(untrusted[i]);
        }

        return this;
    }

    /// <summary>A number as <paramref name="text"/>, in neutral marks, with its origin.</summary>
    public TracedText Number(string text, string derivation, params IReadOnlyList<CellReference> cells)
    {
        pieces.Add(new Piece(text, new TracedNumber(text, derivation, cells)));
        return this;
    }

    /// <summary>The same for a value of what a column measures.</summary>
    public TracedText Quantity(ProfiledColumn column, string text, string derivation, params IReadOnlyList<CellReference> cells)
    {
        pieces.Add(new Piece(text, new TracedNumber(text, derivation, cells), MoneyColumns.Has(column.Column)));
        return this;
    }

    /// <summary>The number of one cell, rounded.</summary>
    public TracedText Cell(ProfiledColumn column, NumberAt value) =>
        Quantity(column, Unit(column, value.Value), "cell", new CellReference(value.Row, column.Index));

    /// <summary>Something computed of a whole column.</summary>
    public TracedText OfColumn(ProfiledColumn column, double value, string derivation) =>
        Quantity(column, Unit(column, value), derivation, new CellReference(-1, column.Index));

    /// <summary>The share of one cell in its column's sum.</summary>
    public TracedText Share(ProfiledColumn column, NumberAt part, double whole) =>
        Number(NumberText.Percent(part.Value / whole), "share", new CellReference(part.Row, column.Index), new CellReference(-1, column.Index));

    /// <summary>A relative change between two cells, with its sign.</summary>
    public TracedText Change(ProfiledColumn column, NumberAt from, NumberAt to) =>
        Number(SignedPercent(Relative(from.Value, to.Value)), "change", new CellReference(from.Row, column.Index), new CellReference(to.Row, column.Index));

    /// <summary>A relative change between two cells in words: <c>3.1% above</c>, <c>level with</c>; what it is compared with follows.</summary>
    public TracedText Difference(ProfiledColumn column, NumberAt from, NumberAt to)
    {
        var relative = Relative(from.Value, to.Value);
        return relative == 0
            ? Say("level with")
            : Number(NumberText.Percent(Math.Abs(relative)), "change", new CellReference(from.Row, column.Index), new CellReference(to.Row, column.Index))
                .Say(relative > 0 ? " above" : " below");
    }

    /// <summary>A number of rows, called <paramref name="noun"/> (escaped: it may be a column's name).</summary>
    public TracedText Rows(long count, string noun) =>
        Number(NumberText.Count(count), "count", new CellReference(-1, -1)).Say(" ").Quote(count == 1 ? noun : Plural(noun));

    /// <summary>The change from one value to another, as a share of the first; its sign follows the direction for negative values too.</summary>
    public static double Relative(double from, double to) => (to - from) / Math.Abs(from);

    public static string SignedPercent(double share) => (share > 0 ? "+" : share < 0 ? "-" : string.Empty) + NumberText.Percent(Math.Abs(share));

    /// <summary>Names of columns are often plurals already.</summary>
    public static string Plural(string noun) =>
        noun == "point in time" ? "points in time"
        : noun.Length == 0 || (noun.EndsWith('s') && noun is not [.., 'u' or 's', 's']) ? noun
        : WordStem.Plural(noun);

    private readonly record struct Piece(string Text, TracedNumber? Number = null, bool IsMoney = false);

    private static string Unit(ProfiledColumn column, double value) => NumberText.Rounded(value) + (column.IsPercent ? "%" : string.Empty);
}

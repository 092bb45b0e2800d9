using System.Globalization;
using NlSql.Core.Database.Catalog;

namespace NlSql.Core.Language.Schema.Facts;

/// <summary>
/// Finds columns of type text whose values are dates or numbers, by what is known of the values: nearly all of them have one form. A form that may be read
/// in two ways (03/04/2024) counts only where some value allows just one of them.
/// </summary>
internal static class TextForms
{
    private const double NearlyAll = 0.9;

    /// <summary>Fewer different values may have a form by chance.</summary>
    private const int Fewest = 3;
    private const int Shown = 2;

    /// <summary>A label of digits is what something is called all the same.</summary>
    private static readonly string[] Names = FactWords.English.Display.Names;

    /// <param name="words">Lemmas of the column's name.</param>
    /// <returns>Null for a column whose text is text.</returns>
    public static TextForm? Of(ColumnInfo column, IReadOnlyList<string> words)
    {
        if (column.Kind != ColumnKind.Text)
        {
            return null;
        }

        List<string> known = [.. column.Statistics.Samples.Select(s => s.Value).Concat(column.Statistics.Written)
            .Where(v => !string.IsNullOrWhiteSpace(v)).Distinct(StringComparer.Ordinal)];
        return known.Count < Fewest || !known.Exists(v => v.Any(char.IsAsciiDigit)) || (words.Count > 0 && Names.Contains(words[^1])) ? null
            : Dated(column, known) ?? NumberTexts.Of(column, words, known);
    }

    /// <summary>The form that nearly all values have, with those that have it.</summary>
    private static TextForm? Dated(ColumnInfo column, List<string> known)
    {
        foreach (var form in DateTexts.All)
        {
            var dates = known.Select(v => (Text: v, Date: form.Read(v))).Where(v => v.Date is not null).ToList();
            if (dates.Count < Fewest || dates.Count < known.Count * NearlyAll || !form.IsSure(dates.ConvertAll(d => d.Text)))
            {
                continue;
            }

            var read = dates.ConvertAll(d => d.Date!.Value.ToString(form.HasTime ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd", CultureInfo.InvariantCulture));
            var info = column with
            {
                Kind = form.HasTime ? ColumnKind.Timestamp : ColumnKind.Date,
                DataType = form.HasTime ? "timestamp without time zone" : "date",
                BaseType = form.HasTime ? "timestamp" : "date",
                IsNullable = true,
                Statistics = Ranging(column.Statistics, read.Min(StringComparer.Ordinal), read.Max(StringComparer.Ordinal), dates.Count == known.Count),
            };
            return new TextForm(info, form.Pattern, form.Sql,
                Evidence(column, form.HasTime ? "dates with times" : "dates", form.Name, dates.ConvertAll(d => d.Text)));
        }

        return null;
    }

    internal static ColumnStatistics Ranging(ColumnStatistics of, string? least, string? most, bool areAll) => of with
    {
        Samples = [],
        Minimum = least,
        Maximum = most,
        NullFraction = areAll ? of.NullFraction : null,
    };

    internal static string Evidence(ColumnInfo column, string what, string form, IReadOnlyList<string> values) =>
        $"The text in {column.Name} is read as {what} of the form {form} ({string.Join(", ", values.Take(Shown))}); text of any other form counts as unknown.";
}

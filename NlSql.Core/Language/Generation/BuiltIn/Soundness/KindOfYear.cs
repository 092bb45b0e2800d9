using System.Globalization;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Generation.BuiltIn.Soundness;

/// <summary>Where fiscal years are not calendar years, the reader is told which of them a word was taken for.</summary>
internal static class KindOfYear
{
    /// <summary>The sentence that says it; null where there is nothing to say.</summary>
    /// <param name="lexicon">Knows the house's calendar.</param>
    /// <param name="words">What was read, in lower case.</param>
    public static string? Of(Lexicon lexicon, IReadOnlyCollection<string> words)
    {
        var calendar = lexicon.Calendar;
        var month = CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(calendar.FiscalYearStart);
        if (words.Any(word => IsFiscal(lexicon, word)))
        {
            return calendar.HasOwnFiscalYear
                ? $"Fiscal years begin in {month} and have the number of the year in which they end."
                : "Fiscal years are taken as calendar years: fiscal_year_start of the site file does not say otherwise.";
        }

        return calendar.HasOwnFiscalYear && words.Any(word => Lemmas.Of(word) is "year" or "quarter" or "annual")
            ? $"Years and quarters are those of the calendar; say \"fiscal\" for those that begin in {month}."
            : null;
    }

    /// <summary>"fiscal", or "fy2024".</summary>
    private static bool IsFiscal(Lexicon lexicon, string word) => lexicon.Fiscal.Contains(word)
        || (word.Length > lexicon.FiscalYear.Length && word.StartsWith(lexicon.FiscalYear, StringComparison.Ordinal)
            && word.AsSpan(lexicon.FiscalYear.Length).IndexOfAnyExceptInRange('0', '9') < 0);
}

using System.Globalization;
using NlSql.Core.Language.Generation.BuiltIn.Intent;
using NlSql.Core.Language.Generation.BuiltIn.Linking;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Generation.BuiltIn.Soundness;

/// <summary>Where fiscal years are not calendar years, the reader is told which of them a word was taken for.</summary>
internal static class KindOfYear
{
    public static IEnumerable<Finding> In(ParseContext context)
    {
        var calendar = context.Lexicon.Calendar;
        var month = CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(calendar.FiscalYearStart);
        var read = context.Items.Where(item => item.IsUsed).ToList();
        if (read.Exists(item => IsFiscal(context, item)))
        {
            yield return new Finding(
                FindingKind.KindOfYear,
                calendar.HasOwnFiscalYear
                    ? $"Fiscal years begin in {month} and have the number of the year in which they end."
                    : "Fiscal years are taken as calendar years: fiscal_year_start of the site file does not say otherwise.");
        }
        else if (calendar.HasOwnFiscalYear
            && read.Exists(item => item.Lower.Split(' ').Any(word => Lemmas.Of(word) is "year" or "quarter" or "annual")))
        {
            yield return new Finding(FindingKind.KindOfYear, $"Years and quarters are those of the calendar; say \"fiscal\" for those that begin in {month}.");
        }
    }

    private static bool IsFiscal(ParseContext context, Item item) =>
        item.Lower.Split(' ').Any(context.Lexicon.Fiscal.Contains)
        || (item.Kind == ItemKind.Date && item.Lower.Split(' ').Any(word => word.StartsWith(context.Lexicon.FiscalYear, StringComparison.Ordinal)));
}

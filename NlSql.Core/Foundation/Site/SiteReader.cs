using NlSql.Core.Foundation.Numbers;
using NodaTime;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace NlSql.Core.Foundation.Site;

/// <summary>Reads and checks SITE_FILE. Unknown keys are faults, because a misspelt rule would protect nothing.</summary>
internal static class SiteReader
{
    /// <summary>What the text says; every fault goes to <paramref name="faults"/> in a sentence that names the key.</summary>
    public static SiteKnowledge Read(string yaml, ICollection<string> faults)
    {
        SiteFile file;
        try
        {
            file = new DeserializerBuilder()
                .WithNamingConvention(UnderscoredNamingConvention.Instance)
                .WithTypeConverter(new PlacedText.Converter())
                .Build()
                .Deserialize<SiteFile?>(yaml) ?? new SiteFile();
        }
        catch (YamlException e)
        {
            // InvalidCastException: text or a list where keys should stand; its words are about our types.
            var what = e.InnerException switch
            {
                InvalidCastException => "here stands a text where keys with values, or a list of them, should: see docs/site-file.md.",
                { Message: var message } => message,
                null => e.Message,
            };
            faults.Add($"SITE_FILE, line {e.Start.Line}: {what}");
            return SiteKnowledge.Nothing;
        }

        return new SiteKnowledge
        {
            Glossary = [.. Terms(file, faults)],
            Instructions = file.Instructions ?? [],
            PersonalColumns = Patterns(file.Columns?.Personal, "columns.personal", faults),
            NotPersonalColumns = Patterns(file.Columns?.NotPersonal, "columns.not_personal", faults),
            BarredColumns = Patterns(file.Columns?.Barred, "columns.barred", faults),
            Functions = file.Functions ?? [],
            Operators = file.Operators ?? [],
            Types = file.Types ?? [],
            ForeignKeys = [.. Keys(file, faults)],
            Facts = new SiteFactReader(faults).Read(file.Facts),
            TimeZone = Zone(file.TimeZone, faults),
            FirstWeekday = Weekday(file.FirstWeekday, faults),
            FiscalYearStart = Month(file.FiscalYearStart, faults),
            Numbers = Numbers(file, faults),
        };
    }

    private static IEnumerable<GlossaryTerm> Terms(SiteFile file, ICollection<string> faults)
    {
        foreach (var term in file.Glossary ?? [])
        {
            if (string.IsNullOrWhiteSpace(term.Term))
            {
                faults.Add("SITE_FILE: an entry of glossary has no term.");
                continue;
            }

            yield return new GlossaryTerm(term.Term.Trim(), term.Sql, term.Description, term.Synonyms ?? []);
        }
    }

    private static List<ColumnPattern> Patterns(List<string>? texts, string key, ICollection<string> faults)
    {
        foreach (var text in (texts ?? []).Where(text => text.Split('.') is { Length: > 3 } || text.Split('.').Any(string.IsNullOrWhiteSpace)))
        {
            faults.Add($"SITE_FILE: {key} has '{text}'; write column, table.column or schema.table.column.");
        }

        return [.. (texts ?? []).Select(text => new ColumnPattern(text.Trim()))];
    }

    private static IEnumerable<SiteForeignKey> Keys(SiteFile file, ICollection<string> faults)
    {
        foreach (var key in file.ForeignKeys ?? [])
        {
            if (Side(key.From) is { } from && Side(key.To) is { } to && from.Columns.Count == to.Columns.Count)
            {
                yield return new SiteForeignKey(from.Table, from.Columns, to.Table, to.Columns);
            }
            else
            {
                faults.Add($"SITE_FILE: foreign_keys has '{key.From}' to '{key.To}'; write table(column, ...) with as many columns on both sides.");
            }
        }
    }

    /// <summary><c>sales.orders(customer_code, country)</c></summary>
    private static (string Table, List<string> Columns)? Side(string? text)
    {
        var open = text?.IndexOf('(', StringComparison.Ordinal) ?? -1;
        if (open < 1 || !text!.TrimEnd().EndsWith(')'))
        {
            return null;
        }

        var columns = text[(open + 1)..text.LastIndexOf(')')].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return columns.Length == 0 ? null : (text[..open].Trim(), [.. columns]);
    }

    private static string? Zone(string? zone, ICollection<string> faults)
    {
        // Not what NodaTime knows beyond those: PostgreSQL takes UTC+02:00 for west of Greenwich.
        if (zone is null || DateTimeZoneProviders.Tzdb.Ids.Contains(zone))
        {
            return zone;
        }

        faults.Add($"SITE_FILE: time_zone '{zone}' is not known; write an IANA name such as Europe/Berlin, no offset.");
        return null;
    }

    private static DayOfWeek Weekday(string? day, ICollection<string> faults)
    {
        if (day is null)
        {
            return DayOfWeek.Monday;
        }

        if (Enum.TryParse<DayOfWeek>(day, ignoreCase: true, out var known) && Enum.IsDefined(known))
        {
            return known;
        }

        faults.Add($"SITE_FILE: first_weekday '{day}' is not a day; write monday, sunday, ...");
        return DayOfWeek.Monday;
    }

    private static int Month(int? month, ICollection<string> faults)
    {
        if (month is < 1 or > 12)
        {
            faults.Add("SITE_FILE: fiscal_year_start must be a month from 1 to 12.");
        }

        return month is >= 1 and <= 12 ? month.Value : 1;
    }

    private static NumberFormat Numbers(SiteFile file, ICollection<string> faults)
    {
        var format = file.NumberFormat is { } text ? NumberFormat.Of(text) : NumberFormat.Neutral;
        if (format is null)
        {
            faults.Add(
                $"SITE_FILE: number_format '{file.NumberFormat}' is not known; write a number as you want it, such as 1.234,56, or a name such as de-DE.");
        }

        var currency = file.Currency?.Trim();
        if (currency is not null && !MoneyCode.IsCurrency(currency))
        {
            faults.Add($"SITE_FILE: currency '{file.Currency}' is not known; write a code such as EUR or a symbol such as €.");
            currency = null;
        }

        return (format ?? NumberFormat.Neutral) with { Currency = currency };
    }
}

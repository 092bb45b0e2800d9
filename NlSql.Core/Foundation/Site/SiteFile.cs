namespace NlSql.Core.Foundation.Site;

/// <summary>The YAML of SITE_FILE as it is written; keys in lower case with underscores.</summary>
internal sealed class SiteFile
{
    public List<SiteFileTerm>? Glossary { get; set; }

    public List<string>? Instructions { get; set; }

    public SiteFileColumns? Columns { get; set; }

    public List<string>? Functions { get; set; }

    public List<string>? Operators { get; set; }

    public List<string>? Types { get; set; }

    public List<SiteFileKey>? ForeignKeys { get; set; }

    public SiteFileFacts? Facts { get; set; }

    public string? TimeZone { get; set; }

    public string? FirstWeekday { get; set; }

    public int? FiscalYearStart { get; set; }

    public string? NumberFormat { get; set; }

    public string? Currency { get; set; }
}

internal sealed class SiteFileTerm
{
    public string? Term { get; set; }

    public string? Sql { get; set; }

    public string? Description { get; set; }

    public List<string>? Synonyms { get; set; }
}

internal sealed class SiteFileColumns
{
    public List<string>? Personal { get; set; }

    public List<string>? NotPersonal { get; set; }

    public List<string>? Barred { get; set; }
}

/// <summary><c>from: sales.orders(customer_code)</c>, <c>to: sales.customers(code)</c></summary>
internal sealed class SiteFileKey
{
    public string? From { get; set; }

    public string? To { get; set; }
}

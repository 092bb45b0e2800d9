using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Clock;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Language.Analysis;
using NlSql.Core.Language.Generation;
using NlSql.Core.Language.Prompting;
using NlSql.Tests.Fakes;
using NlSql.Tests.Unit.Language.Analysis;

namespace NlSql.Tests.Unit.Foundation.Site;

public sealed class SiteReaderTests
{
    [Fact]
    public void Read_FullFile_KnowsEverything()
    {
        var faults = new List<string>();

        var site = SiteReader.Read(
            """
            glossary:
              - term: revenue
                synonyms: [turnover]
                sql: sum(order_items.line_total)
            instructions: [Leave out cancelled orders.]
            columns:
              personal: [crm.people.nick]
              not_personal: ["*.contact_email"]
              barred: [hr.*.salary]
            functions: [public.fx_rate]
            foreign_keys:
              - from: sales.orders(customer_code, country)
                to: sales.customers(code, country)
            time_zone: Europe/Berlin
            first_weekday: sunday
            fiscal_year_start: 4
            number_format: de-DE
            currency: EUR
            """,
            faults);

        Assert.Empty(faults);
        Assert.Equal(["turnover"], Assert.Single(site.Glossary).Synonyms);
        Assert.True(site.BarredColumns[0].Matches("hr", "staff", "salary"));
        Assert.True(site.NotPersonalColumns[0].Matches("any", "suppliers", "contact_email"));
        Assert.Equal(["customer_code", "country"], Assert.Single(site.ForeignKeys).FromColumns);
        Assert.Equal(("1.234,56", "EUR"), (site.Numbers.Sample, site.Numbers.Currency));
        var clock = ClockOf(site, null);
        Assert.Equal("Europe/Berlin", clock.Zone);
        Assert.Equal(new DateOnly(2024, 6, 30), clock.Calendar.WeekOf(new DateOnly(2024, 7, 1)));
        Assert.Equal(new DateOnly(2023, 4, 1), clock.Calendar.FiscalYear(2024));
    }

    [Theory]
    [InlineData("colums: {}", "colums")]
    [InlineData("time_zone: Mars/Base", "time_zone")]
    [InlineData("time_zone: UTC+02:00", "time_zone")]
    [InlineData("first_weekday: someday", "first_weekday")]
    [InlineData("fiscal_year_start: 13", "fiscal_year_start")]
    [InlineData("foreign_keys: [{from: a, to: b(c)}]", "foreign_keys")]
    [InlineData("foreign_keys: [{from: 'a(x,y)', to: b(c)}]", "foreign_keys")]
    [InlineData("columns: {barred: [a.b.c.d]}", "columns.barred")]
    [InlineData("glossary: [{sql: x}]", "glossary")]
    [InlineData("glossary: [", "line 2")]
    [InlineData("revenue is what we earn", "line 1: here stands a text where keys")]
    [InlineData("number_format: xx-YYYY", "number_format")]
    [InlineData("number_format: 1.234.56", "number_format")]
    [InlineData("number_format: fa-IR", "number_format")]
    [InlineData("currency: euros", "currency")]
    [InlineData("currency: <b>", "currency")]
    public void Read_Fault_NamesTheKey(string yaml, string expected)
    {
        var faults = new List<string>();

        SiteReader.Read(yaml, faults);

        Assert.Contains(expected, Assert.Single(faults), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("time_zone: Europe/Berlin", "America/New_York", "America/New_York")]
    [InlineData("time_zone: Europe/Berlin", null, "Europe/Berlin")]
    [InlineData("", " ", "UTC")]
    public void Clock_ZoneOfEnvironmentAndFile_TheEnvironmentWins(string yaml, string? environment, string zone) =>
        Assert.Equal(zone, ClockOf(SiteReader.Read(yaml, []), environment).Zone);

    /// <summary>An offset reads as east of Greenwich here and as west of it in PostgreSQL.</summary>
    [Theory]
    [InlineData("UTC+02:00")]
    [InlineData("Mars/Base")]
    public void Clock_ZoneThatIsNoName_IsRefusedInASentence(string zone)
    {
        var error = Assert.Throws<OptionsValidationException>(() => ClockOf(SiteKnowledge.Nothing, zone));

        Assert.Contains($"TIME_ZONE '{zone}'", Assert.Single(error.Failures), StringComparison.Ordinal);
    }

    /// <summary>Every key of the file is read by something: what the analysis of a result says depends on these two.</summary>
    [Theory]
    [InlineData("number_format: 1.234,56", "1.234,5.**")]
    [InlineData("{number_format: de-DE, currency: EUR}", "1.234,5\u00a0EUR.**")]
    [InlineData("currency: €", "1,234.5\u00a0€.**")]
    [InlineData("", "1,234.5.**")]
    public async Task Analysis_NumberFormatAndCurrency_AreThoseOfTheFile(string yaml, string end)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, yaml, TestContext.Current.CancellationToken);
            var settings = new Dictionary<string, string?> { ["SITE_FILE"] = file }.ToConfiguration();
            await using var services = new ServiceCollection()
                .AddLogging()
                .AddSite(settings)
                .AddPrompting(settings)
                .AddGeneration(settings)
                .AddAnalysis()
                .BuildServiceProvider();
            var request = Rows.Request(Rows.Columns("revenue:Decimal"), [[1234.5m]]);

            var last = await services.GetRequiredService<IResultAnalyst>()
                .AnalyzeAsync(request, TestContext.Current.CancellationToken)
                .OfType<AnalysisFinished>()
                .SingleAsync(TestContext.Current.CancellationToken);

            Assert.Contains(end, last.Markdown, StringComparison.Ordinal);
            Assert.StartsWith(Assert.Single(last.Numbers).Text, end, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static SessionClock ClockOf(SiteKnowledge site, string? zone) => new ServiceCollection()
        .AddSingleton(site)
        .AddClock(new Dictionary<string, string?> { ["TIME_ZONE"] = zone }.ToConfiguration())
        .BuildServiceProvider()
        .GetRequiredService<SessionClock>();

    [Fact]
    public void Read_EmptyFile_IsNoSiteKnowledge() => Assert.Empty(SiteReader.Read("", []).Glossary);
}

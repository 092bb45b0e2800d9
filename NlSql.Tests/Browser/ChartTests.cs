using static Microsoft.Playwright.Assertions;

namespace NlSql.Tests.Browser;

/// <summary>The chart's script by itself.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ChartTests(BrowserFixture browser)
{
    /// <summary>
    /// In a frame of its own, whose size nothing changes: a chart whose surroundings change their size is drawn again a moment later, and
    /// what the mouse has brought up goes with the old drawing.
    /// </summary>
    private const string Make = """
        async ({ decimalMark, groupMark }) => {
          const { create } = await import(new URL('dist/chart.js', document.baseURI).href);
          const frame = Object.assign(document.createElement('div'), { id: 'marks' });
          Object.assign(frame.style, { position: 'fixed', inset: '0 auto auto 0', zIndex: 9999, width: '600px', height: '400px', background: 'white' });
          const host = document.createElement('div');
          frame.append(host);
          document.body.append(frame);
          await create(host, {
            kind: 'bar', xIsTime: false, periods: [], categories: ['a', 'b', 'c', 'd'], times: [], numbers: [], xTitle: null, yTitle: null,
            series: [{ name: 'n', data: [1234567.25, 2500000, 1000000, 500000] }], points: 4, height: 280, decimalMark, groupMark
          });
        }
        """;

    private const string MakePeriods = """
        async ({ width }) => {
          const { create } = await import(new URL('dist/chart.js', document.baseURI).href);
          const frame = Object.assign(document.createElement('div'), { id: 'marks' });
          Object.assign(frame.style, { position: 'fixed', inset: '0 auto auto 0', zIndex: 9999, width: `${width}px`, height: '400px', background: 'white' });
          const host = document.createElement('div');
          frame.append(host);
          document.body.append(frame);
          const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
          const periods = [2024, 2025, 2026].flatMap(year => months.map(month => `${month} ${year}`));
          await create(host, {
            kind: 'line', xIsTime: true, periods, categories: periods, times: periods.map((_, i) => Date.UTC(2024, i, 1)),
            numbers: [], xTitle: null, yTitle: null,
            series: [{ name: 'n', data: periods.map((_, i) => 1000000 + i * 1000) }], points: 36, height: 280, decimalMark: '.', groupMark: ','
          });
        }
        """;

    [Theory]
    [InlineData(",", ".", "1,5 M", "1.234.567,25")]
    [InlineData(".", ",", "1.5 M", "1,234,567.25")]
    [InlineData(",", "'", "1,5 M", "1'234'567,25")]
    public async Task Numbers_OfAChart_HaveTheMarksOfItsDescription(string decimalMark, string groupMark, string onAxis, string inTooltip)
    {
        await using var open = await browser.OpenAsync();
        var page = open.Page;
        // Bars stand where they belong from the first drawing on.
        await page.EmulateMediaAsync(new() { ReducedMotion = Microsoft.Playwright.ReducedMotion.Reduce });
        await open.WaitUntilTitledAsync();

        await page.EvaluateAsync(Make, new { decimalMark, groupMark });

        await Expect(page.Locator("#marks .apexcharts-yaxis-label").GetByText(onAxis, new() { Exact = true }).First).ToBeVisibleAsync();
        await page.Locator("#marks .apexcharts-bar-area").First.HoverAsync();
        await Expect(page.Locator("#marks .apexcharts-tooltip-text-y-value").First).ToHaveTextAsync(inTooltip);
        Assert.Empty(open.Trouble);
    }

    /// <summary>What hangs out of the drawing is seen on the page, and cut off in the picture that is saved.</summary>
    [Theory]
    [InlineData(600)]
    [InlineData(330)]
    public async Task Periods_WithTheirYearBelow_LieWithinTheDrawing(int width)
    {
        await using var open = await browser.OpenAsync();
        var page = open.Page;
        await page.EmulateMediaAsync(new() { ReducedMotion = Microsoft.Playwright.ReducedMotion.Reduce });
        await open.WaitUntilTitledAsync();

        await page.EvaluateAsync(MakePeriods, new { width });

        await Expect(page.Locator("#marks .apexcharts-xaxis-label").GetByText("2025", new() { Exact = true }).First).ToBeVisibleAsync();
        var outside = await page.EvaluateAsync<string[]>("""
            () => {
              const drawing = document.querySelector('#marks svg').getBoundingClientRect();
              return [...document.querySelectorAll('#marks svg text')].filter(e => {
                const at = e.getBoundingClientRect();
                return at.width > 0 && (at.bottom > drawing.bottom || at.right > drawing.right + 1 || at.left < drawing.left - 1);
              }).map(e => e.textContent);
            }
            """);
        Assert.Empty(outside);
    }
}

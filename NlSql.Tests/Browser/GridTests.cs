using System.Text.Json;
using static Microsoft.Playwright.Assertions;

namespace NlSql.Tests.Browser;

/// <summary>The grid's script by itself, over results that are larger than a test would run: the rows are their own numbers.</summary>
[Collection(BrowserCollection.Name)]
public sealed class GridTests(BrowserFixture browser)
{
    private const string Make = """
        async ({ rows, missingFrom }) => {
          const { create } = await import(new URL('dist/grid.js', document.baseURI).href);
          const host = Object.assign(document.createElement('div'), { id: 'tall', className: 'grid' });
          host.style.height = '406px';
          document.getElementById('main').replaceChildren(host);
          window.told = [];
          const page = (offset, count) => offset >= missingFrom ? null : Array.from({ length: Math.min(count, rows - offset) }, (_, i) => [String(offset + i)]);
          const dotnet = { invokeMethodAsync: async (name, ...args) => name === 'ReadPage' ? page(...args) : void window.told.push([name, ...args]) };
          const shell = document.querySelector('script[type=module][src*=shell]').getAttribute('src');
          window.grid = create(host, dotnet, {
            rows, visibleRows: 14, label: 'Tall', shell, columns: [{ name: 'n', type: 'bigint', right: true, sums: true }]
          });
          await window.grid.ready;
        }
        """;

    private const string InView = """
        () => {
          const view = document.getElementById('tall').getBoundingClientRect();
          const rows = [...document.querySelectorAll('#tall .grid-row:not([data-empty])')].map(e => [Number(e.textContent), e.getBoundingClientRect()]);
          return rows.filter(([, at]) => at.top >= view.top + 27 && at.bottom <= view.bottom + 1).sort((a, b) => a[1].top - b[1].top).map(([n]) => n);
        }
        """;

    [Fact]
    public async Task Rows_HigherThanABrowserDraws_AreAllReached()
    {
        await using var open = await browser.OpenAsync();
        var page = open.Page;
        await open.WaitUntilTitledAsync();
        await page.EvaluateAsync(Make, new { rows = 2_000_000, missingFrom = 2_000_000 });
        Assert.InRange(await page.Locator("#tall .grid-body").EvaluateAsync<double>("e => e.offsetHeight"), 1, 17_000_000);

        await page.FocusAsync("#tall");
        await page.Keyboard.PressAsync("Control+End");
        await Expect(page.Locator("#tall .grid-cell.active")).ToHaveTextAsync("1999999");
        var last = await page.EvaluateAsync<int[]>(InView);
        Assert.Equal(1_999_999, last[^1]);
        Assert.Equal(Enumerable.Range(last[0], last.Length), last);
        Assert.InRange(last.Length, 12, 14);

        await page.Keyboard.PressAsync("ArrowUp");
        await Expect(page.Locator("#tall .grid-cell.active")).ToHaveTextAsync("1999998");
        await page.Locator("#tall").EvaluateAsync("e => { e.scrollTop = (e.scrollHeight - e.clientHeight) / 2; }");
        await page.WaitForFunctionAsync("() => [...document.querySelectorAll('#tall .grid-row:not([data-empty])')].some(e => e.textContent === '1000000')");
        Assert.Contains(1_000_000, await page.EvaluateAsync<int[]>(InView));

        await page.Keyboard.PressAsync("Control+Home");
        await Expect(page.Locator("#tall .grid-cell.active")).ToHaveTextAsync("0");
        Assert.Equal(0, (await page.EvaluateAsync<int[]>(InView))[0]);
        Assert.Empty(open.Trouble);
    }

    [Fact]
    public async Task Cells_OnAPhone_AreAsWideAsTheirDatesAndNumbers()
    {
        await using var open = await browser.OpenAsync(width: 390);
        var page = open.Page;
        await open.WaitUntilTitledAsync();
        await page.EvaluateAsync("""
            async () => {
              const { create } = await import(new URL('dist/grid.js', document.baseURI).href);
              const host = Object.assign(document.createElement('div'), { id: 'tall', className: 'grid' });
              document.getElementById('main').replaceChildren(host);
              const names = ['day', 'at', 'number', 'mean', 'narrow_figures'];
              const row = ['2024-08-28', '2026-08-28 20:48:06.004846+00', 'WWW-MMMM-000648', '88,888,888,480.0642', '1'];
              const dotnet = { invokeMethodAsync: async name => name === 'ReadPage' ? [row, row] : undefined };
              await create(host, dotnet, {
                rows: 2, visibleRows: 14, label: 'Wide', shell: '', columns: names.map(name => ({ name, type: 'text', right: false, sums: false }))
              }).ready;
              await document.fonts.ready;
            }
            """);

        var cut = await page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('#tall .grid-cell, #tall .grid-name')].filter(e => e.scrollWidth > e.clientWidth).map(e => e.textContent)");
        Assert.Equal(10, await page.Locator("#tall .grid-row .grid-cell").CountAsync());
        Assert.Empty(cut);
    }

    [Theory]
    [InlineData(30_000, 30_000, 20_000, false)]
    [InlineData(1_000, 300, 300, true)]
    [InlineData(1_000, 1_000, 1_000, false)]
    public async Task Copy_OfMoreThanThereIs_TellsHowMuchItTook(int rows, int missingFrom, int copied, bool missing)
    {
        await using var open = await browser.OpenAsync();
        var page = open.Page;
        await open.WaitUntilTitledAsync();
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await page.EvaluateAsync(Make, new { rows, missingFrom });

        await page.FocusAsync("#tall");
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.PressAsync("Control+C");
        await page.WaitForFunctionAsync("() => window.told.some(([name]) => name === 'OnCopied')");

        var told = await page.EvaluateAsync<JsonElement>("() => window.told.find(([name]) => name === 'OnCopied').slice(1)");
        Assert.Equal($"[true,{copied},{rows},1,{(missing ? "true" : "false")}]", told.GetRawText());
        var lines = (await page.EvaluateAsync<string>("() => navigator.clipboard.readText()")).Split('\n');
        Assert.Equal(copied + 1, lines.Length);
        Assert.Equal("n", lines[0]);
        Assert.Equal((copied - 1).ToString(System.Globalization.CultureInfo.InvariantCulture), lines[^1]);
    }
}

using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace NlSql.Tests.Browser;

internal static class PageAddress
{
    /// <summary>
    /// Waits until the address holds the part. It is asked for again and again: <c>WaitForURLAsync</c> waits for the next navigation, and never ends when
    /// the one that was meant came between its look at the address and its wait.
    /// </summary>
    public static Task ToBeAtAsync(this IPage page, string part) =>
        Expect(page).ToHaveURLAsync(new Regex(Regex.Escape(part), RegexOptions.None, TimeSpan.FromSeconds(1)));
}

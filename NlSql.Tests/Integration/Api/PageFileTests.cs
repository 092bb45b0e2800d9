using System.Net;
using System.Text.RegularExpressions;

namespace NlSql.Tests.Integration.Api;

/// <summary>The scripts and styles that the page names.</summary>
[Collection(ApiCollection.Name)]
public sealed partial class PageFileTests(ApiFixture api)
{
    [Fact]
    public async Task Files_OfThePage_AreCompressedAndMayBeKept()
    {
        var app = await api.AppAsync();
        var page = await app.GetAsync("");
        var files = File().Matches(page.Body).Select(match => match.Groups["path"].Value).Distinct(StringComparer.Ordinal).ToArray();

        Assert.Contains(files, file => file.Contains("MudBlazor", StringComparison.Ordinal));
        Assert.Contains(files, file => file.Contains("blazor.web", StringComparison.Ordinal));
        foreach (var file in files)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(file, UriKind.Relative));
            request.Headers.Add("Accept-Encoding", "gzip");
            using var response = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
            var sent = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
            using var plainRequest = new HttpRequestMessage(HttpMethod.Get, new Uri(file, UriKind.Relative));
            using var plain = await app.Http.SendAsync(plainRequest, TestContext.Current.CancellationToken);
            var whole = await plain.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("gzip", string.Join(',', response.Content.Headers.ContentEncoding));
            Assert.True(sent.Length < whole.Length, $"{file}: {sent.Length} bytes compressed, {whole.Length} plain");
            Assert.Contains("immutable", response.Headers.CacheControl?.ToString(), StringComparison.Ordinal);
        }
    }

    /// <summary>
    /// Compressed copies are made by the build: a bundle that was changed after it would be served as it was to browsers and as it is to everybody else, and
    /// tests in a browser would say nothing of it.
    /// </summary>
    [Theory]
    [InlineData("dist/early.js")]
    [InlineData("dist/shell.js")]
    [InlineData("dist/grid.js")]
    [InlineData("dist/chart.js")]
    [InlineData("dist/sql-editor.js")]
    [InlineData("css/base.css")]
    public async Task File_Compressed_IsTheFileItself(string file)
    {
        var app = await api.AppAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(file, UriKind.Relative));
        request.Headers.Add("Accept-Encoding", "gzip");
        using var response = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
        await using var sent = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        await using var unpacked = new System.IO.Compression.GZipStream(sent, System.IO.Compression.CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked);

        Assert.Equal("gzip", string.Join(',', response.Content.Headers.ContentEncoding));
        var plain = await app.Http.GetStringAsync(new Uri(file, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(plain, await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [GeneratedRegex("(?:href|src)=\"(?<path>[^\"]+\\.(?:css|js))\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex File();
}

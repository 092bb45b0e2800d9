using System.Net;
using System.Security.Cryptography;
using System.Text;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Api;

/// <summary>Where a browser goes from the sign-in page: a path of this host in a form that a header takes, else the start page.</summary>
public sealed class SignInReturnTests(PostgresFixture postgres)
{
    [Fact]
    public async Task SignIn_AnyReturnUrl_GoesToAnEscapedLocalPath()
    {
        const string Key = "a-long-random-text";
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, $"analyst: {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)))}\n");
            await using var app = await RunningApp.StartReadyAsync(await postgres.DemoAsync(), ("API_KEYS_FILE", file));
            using var handler = new HttpClientHandler { AllowAutoRedirect = false };
            using var browser = new HttpClient(handler) { BaseAddress = app.Address };

            Assert.Equal("/c/%C3%A4%E2%82%AC", await ReturnAsync("/c/ä€"));
            Assert.Equal("/c/%F0%9F%A6%8A?q=%D9%85", await ReturnAsync("/c/🦊?q=م"));
            Assert.Equal("/a%20b?c=%C3%A4#d", await ReturnAsync("/a b?c=%C3%A4#d"));
            Assert.Equal("/schema#sales.orders", await ReturnAsync("/schema#sales.orders"));
            Assert.Equal("/", await ReturnAsync("//evil.example/ä"));
            Assert.Equal("/", await ReturnAsync("/\u00a0\u0085x"));
            Assert.Equal("/", await ReturnAsync("https://evil.example/ä"));

            async Task<string> ReturnAsync(string url)
            {
                using var form = new FormUrlEncodedContent([new("key", Key), new("returnUrl", url)]);
                using var answer = await browser.PostAsync(new Uri("sign-in", UriKind.Relative), form);
                Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
                return Assert.Single(answer.Headers.GetValues("Location"));
            }
        }
        finally
        {
            File.Delete(file);
        }
    }
}

using NlSql.Web.Components.Theme;

namespace NlSql.Tests.Components;

public sealed class ColourTokensTests
{
    private const string Css = """
        :root {
          --accent: light-dark(#4f46e5, #8b93ff);
          --shadow: 0 8px 28px light-dark(rgb(20 22 26 / 16%), rgb(0 0 0 / 55%));
        }
        """;

    [Fact]
    public void Of_Pair_IsTheColourOfEachTheme()
    {
        var tokens = ColourTokens.Parse(Css);

        Assert.Equal("#4f46e5", tokens.Of("accent", dark: false));
        Assert.Equal("#8b93ff", tokens.Of("accent", dark: true));
    }

    [Theory]
    [InlineData("shadow")]
    [InlineData("unknown")]
    public void Of_NoPairOfColours_NamesTheToken(string name)
    {
        var fault = Assert.Throws<InvalidOperationException>(() => ColourTokens.Parse(Css).Of(name, dark: false));

        Assert.Contains($"--{name}", fault.Message, StringComparison.Ordinal);
    }
}

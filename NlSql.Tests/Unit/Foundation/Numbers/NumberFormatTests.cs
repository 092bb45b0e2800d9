using System.Globalization;
using CsCheck;
using NlSql.Core.Foundation.Numbers;
using NlSql.Core.Language.Analysis.Model;
using NlSql.Core.Language.Analysis.Narrative;

namespace NlSql.Tests.Unit.Foundation.Numbers;

public sealed class NumberFormatTests
{
    private static readonly string[] Formats =
        ["1,234.56", "1.234,56", "1 234,56", "1'234.56", "1’234.56", "1234,56", "1234.56", "de-DE", "de-CH", "fr-FR", "sv-SE", "en-GB"];

    private static readonly Gen<NumberFormat> AnyFormat = Gen.Int[0, Formats.Length - 1].Select(static at => NumberFormat.Of(Formats[at])!);

    private static readonly Gen<long> Digits = Gen.Long[-999_999_999_999, 999_999_999_999];

    [Theory]
    [InlineData("1,234.56", "1,234,567.8")]
    [InlineData("1.234,56", "1.234.567,8")]
    [InlineData("1 234,56", "1\u00a0234\u00a0567,8")]
    [InlineData("1'234.56", "1'234'567.8")]
    [InlineData("1234,56", "1234567,8")]
    [InlineData("de-DE", "1.234.567,8")]
    [InlineData("fr-FR", "1\u00a0234\u00a0567,8")]
    [InlineData("de-CH", "1’234’567.8")]
    [InlineData("en-GB", "1,234,567.8")]
    public void Of_ExampleOrLanguage_WritesWithItsMarks(string text, string written)
    {
        var format = NumberFormat.Of(text)!;

        Assert.Equal(written, format.Write(1234567.8m, "#,0.##"));
        Assert.Equal(written, format.Marked("1,234,567.8"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1.234.56")]
    [InlineData("12,34")]
    [InlineData("1_234,56")]
    [InlineData("numbers")]
    [InlineData("fa-IR")]
    public void Of_AnythingElse_IsNone(string text) => Assert.Null(NumberFormat.Of(text));

    [Theory]
    [InlineData("EUR", true)]
    [InlineData("€", true)]
    [InlineData("US$", true)]
    [InlineData("eur", false)]
    [InlineData("Euro", false)]
    [InlineData("[€]", false)]
    [InlineData("", false)]
    public void Currency_CodeOrSymbol_IsOne(string text, bool isCurrency) => Assert.Equal(isCurrency, MoneyCode.IsCurrency(text));

    [Fact]
    public void WrittenNumber_ReadBack_IsTheNumber() =>
        Gen.Select(AnyFormat, Digits, Gen.Int[0, 4]).Sample(static (format, digits, scale) =>
        {
            var number = digits / (decimal)Math.Pow(10, scale);
            var written = format.Write(number, "#,0.####");

            return decimal.Parse(format.Bare(written), NumberStyles.Float, CultureInfo.InvariantCulture) == number
                && NumberTokens.In($"It is {written} now.", format) is [var token]
                && token.Text == written
                && token.Value == (double)number;
        });

    [Fact]
    public void NumberOfTheAnalysis_ReadBack_IsWhatItWasRoundedTo() =>
        Gen.Select(AnyFormat, Digits, Gen.Int[0, 9]).Sample(static (format, digits, scale) =>
        {
            var neutral = NumberText.Rounded(digits == 0 ? 0 : Math.CopySign(Math.Max(Math.Abs(digits) / Math.Pow(10, scale), 1e-5), digits));

            return NumberTokens.In($"({format.Marked(neutral)}).", format) is [var token]
                && token.Value == NumberTokens.In(neutral, NumberFormat.Neutral)[0].Value;
        });
}

using NlSql.Core.Language.Schema;

namespace NlSql.Tests.Unit.Language.Schema;

public sealed class FileNamesTests
{
    [Theory]
    [InlineData("Capacity (kWp)", "Capacity")]
    [InlineData("Size [m2]", "Size")]
    [InlineData("Shipped?", "Shipped?")]
    [InlineData("(EUR)", "(EUR)")]
    public void Called_LeavesUnitsInBracketsOut(string name, string called) => Assert.Equal(called, FileNames.Called(name));

    [Theory]
    [InlineData("sale export 2023", "sale")]
    [InlineData("export", "export")]
    [InlineData("2024", "2024")]
    public void Plain_LeavesOutThatItWasAFile(string words, string plain) => Assert.Equal(plain.Split(' '), FileNames.Plain(words.Split(' ')));
}

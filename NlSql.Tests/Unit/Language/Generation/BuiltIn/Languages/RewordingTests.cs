using System.Text.Json;
using NlSql.Core.Language.Generation.BuiltIn.Languages;

namespace NlSql.Tests.Unit.Language.Generation.BuiltIn.Languages;

public sealed class RewordingTests
{
    private static readonly Rewording German = new(LanguageTable.German);

    [Theory]
    [InlineData("Wie viele Kunden haben wir?", "how many customers do we have ?")]
    [InlineData("Umsatz je Kanal im März 2025", "revenue per channel in March 2025")]
    [InlineData("Umsätze nach Monat", "revenue by month")]
    [InlineData("UMSAETZE nach Monat", "revenue by month")]
    [InlineData("Summe der Beträge über 1.234,56 Euro", "total amounts over 1234.56 euro")]
    [InlineData("Kunden mit mehr als zwei Dutzend Bestellungen", "customers with more than 2 dozen orders")]
    [InlineData("Umsatz über 1,5 Millionen je Filiale", "revenue over 1.5 million per store")]
    [InlineData("Bestellungen vom 1. bis 15. Juni 2024", "orders from 1 June 2024 to 15 June 2024")]
    [InlineData("Bestellungen seit dem 31.12.2024", "orders since 2024-12-31")]
    [InlineData("Bestellungen zwischen Mai und Oktober 2024", "orders between May and October 2024")]
    [InlineData("Umsatz im zweiten Quartal 2024", "revenue in Q2 2024")]
    [InlineData("Umsatz im 3. Quartal 2024", "revenue in Q3 2024")]
    [InlineData("Umsatz letztes Quartal", "revenue last quarter")]
    [InlineData("Umsatz in den letzten 30 Tagen", "revenue in the last 30 days")]
    [InlineData("Umsatz 2024", "revenue in 2024")]
    [InlineData("die fünf größten Filialen nach Umsatz", "top 5 stores by revenue")]
    [InlineData("Kunden, die keine Bestellungen haben", "customers without orders")]
    [InlineData("Kunden, die noch nie etwas bestellt haben", "customers who never ordered")]
    [InlineData("Mitarbeiter, die 2024 eingestellt wurden", "employees that were hired in 2024")]
    [InlineData("Welche Mitarbeiter wurden 2024 eingestellt?", "which employees were hired in 2024 ?")]
    [InlineData("Wie viele Bestellungen wurden nicht storniert?", "how many orders were not cancelled ?")]
    [InlineData("Welche Produkte kosten höchstens 20 Euro?", "which products cost at most 20 euro ?")]
    [InlineData("Kunden aus Österreich und der Schweiz", "customers from Austria and Switzerland")]
    [InlineData("Kunden namens „Anna Berg“ oder ohne Bestellungen", "customers named \"Anna Berg\" or without orders")]
    [InlineData("Bestelldatum und Kundennamen", "order date and customer names")]
    [InlineData("nur 2025", "only 2025")]
    [InlineData("und nach Kanal?", "and by channel ?")]
    [InlineData("Die drei billigsten Zelte", "3 cheapest tents")]
    [InlineData("und in China?", "and in China ?")]
    [InlineData("Wie viele Brontosaurier gibt es?", "how many brontosaurier are there ?")]
    [InlineData("Bestellungen der Kundin Linda Smith", "orders of customer Linda Smith")]
    [InlineData("Gib die Namen der Lieferanten zurück", "show names of suppliers")]
    public void Of_German_IsPutInWordsOfTheGrammar(string said, string reworded) => Assert.Equal(reworded, Reworded(said)?.Text);

    [Theory]
    [InlineData("How many customers do we have?")]
    [InlineData("revenue 2024")]
    [InlineData("Which customers are named von der Heide?")]
    [InlineData("stores in Den Haag and Des Moines")]
    [InlineData("name and status of each region")]
    [InlineData("top 5")]
    [InlineData("customers called \"Und wie viele ohne\"")]
    [InlineData("")]
    public void Of_AnythingElse_IsLeftAlone(string said) => Assert.Null(Reworded(said));

    [Fact]
    public void Of_EachEnglishCase_IsLeftAlone()
    {
        var questions = Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Cases"), "*.jsonl")
            .Where(path => !path.EndsWith("german.jsonl", StringComparison.Ordinal))
            .SelectMany(File.ReadLines)
            .Select(line => JsonSerializer.Deserialize<Asked>(line, JsonSerializerOptions.Web)!)
            .SelectMany(asked => (asked.Earlier ?? []).Append(asked.Question))
            .ToList();

        Assert.True(questions.Count > 200);
        Assert.DoesNotContain(questions, q => Reworded(q) is not null);
    }

    [Theory]
    [InlineData("Welche Mitarbeiter wurden 2024 eingestellt?", "hired in 2024", "2024 eingestellt")]
    [InlineData("Bestelldatum je Kunde", "order", "Bestell")]
    [InlineData("Bestelldatum je Kunde", "order date", "Bestelldatum")]
    [InlineData("Wie viele Brontosaurier haben wir?", "brontosaurier", "Brontosaurier")]
    [InlineData("Kunden, die keine Bestellungen haben", "without orders", ", die keine Bestellungen")]
    public void SaidFor_Phrase_IsTheUsersOwnWords(string said, string phrase, string own) => Assert.Equal(own, Reworded(said)!.SaidFor(phrase));

    [Fact]
    public void Of_WordsOfTheDatabase_StayAsTheyAre() =>
        Assert.Equal("how many Kunden are there from Wien ?", German.Of("Wie viele Kunden gibt es aus Wien?", w => w.Text is "Kunden" or "Wien")!.Text);

    /// <summary>Each German word of a question is a word of the grammar, or was put into one by a rule: none is lost but articles.</summary>
    [Fact]
    public void Of_EachWord_HasAPlace()
    {
        const string Said = "Welche Kunden aus Italien haben seit 2024 mehr als drei Bestellungen über 500 Euro?";
        var reworded = Reworded(Said)!;

        Assert.All(WordCutter.Cut(Said), word => Assert.NotNull(reworded.At(word.Start, word.Text.Length)));
    }

    /// <summary>Rules look ahead over few words, whatever the length of the question.</summary>
    [Fact]
    public void Of_LongQuestion_IsPutAll()
    {
        var said = string.Join(' ', Enumerable.Repeat("wurden haben die nie und nicht Kunden", 100));

        Assert.True(Reworded(said)!.Text.Length > 1_000);
    }

    private sealed record Asked(string Question, IReadOnlyList<string>? Earlier);

    private static RewordedQuestion? Reworded(string said) => German.Of(said, _ => false);
}

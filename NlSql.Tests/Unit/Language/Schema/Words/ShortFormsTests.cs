using NlSql.Core.Language.Schema.Words;

namespace NlSql.Tests.Unit.Language.Schema.Words;

/// <summary>Names without vowels, or cut off, as schemas of eight-letter names have them.</summary>
public sealed class ShortFormsTests
{
    private static readonly NameLinker Links = new(
        SchemaParts.Tables(
            "tm: tm_id int, fnd_yr int, plan int",
            "plyr: plyr_id int, tm_id int, hght_cm int",
            "mtch: mtch_id int, vnu_id int, att_cnt int",
            "cat: cat_id int, color"),
        SchemaParts.Knowledge);

    [Theory]
    [InlineData("player", "plyr")]
    [InlineData("matches", "mtch")]
    [InlineData("team", "tm")]
    [InlineData("club", "tm")]
    public void Tables_WordThatIsShortenedInTheName_IsLinked(string said, string expected)
    {
        var best = Links.Tables([said])[0];

        Assert.Equal((expected, true), (best.Table.Name, best.Source is LinkSource.Abbreviation or LinkSource.Synonym));
    }

    [Theory]
    [InlineData("height", "hght_cm")]
    [InlineData("colour", "color")]
    [InlineData("attendance", "att_cnt")]
    public void Columns_WordThatIsShortenedInTheName_IsLinked(string said, string expected) =>
        Assert.Equal(expected, Links.Columns([said])[0].Column.Info.Name);

    /// <summary>A name that is a word of the language is that word.</summary>
    [Theory]
    [InlineData("plane")]
    [InlineData("coat")]
    [InlineData("term")]
    public void Links_WordsThatOnlyShareConsonants_AreNoShortForms(string said)
    {
        Assert.DoesNotContain(Links.Columns([said]), l => l.Source == LinkSource.Abbreviation && l.Column.Info.Name is "plan" or "color");
        Assert.DoesNotContain(Links.Tables([said]), l => l.Source == LinkSource.Abbreviation && l.Table.Name is "cat" or "tm");
    }
}

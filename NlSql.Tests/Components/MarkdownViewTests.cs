using Bunit;
using NlSql.Core.Language.Analysis;
using NlSql.Web.Components.Shared;

namespace NlSql.Tests.Components;

public sealed class MarkdownViewTests : BunitContext
{
    [Theory]
    [InlineData("hi <script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("[click](javascript:alert(1))")]
    [InlineData("![pixel](http://elsewhere.example/p.png)")]
    [InlineData("<https://elsewhere.example>")]
    public void Markup_FromModelOrCell_NeverBecomesAnElement(string markdown)
    {
        var view = Render<MarkdownView>(parameters => parameters.Add(v => v.Markdown, markdown));

        Assert.Empty(view.FindAll("script, img, a, iframe"));
    }

    [Theory]
    [InlineData(">")]
    [InlineData("- ")]
    [InlineData("[")]
    [InlineData("*a ")]
    public void Markup_NestedTooDeeply_IsShownAsText(string opening)
    {
        var view = Render<MarkdownView>(parameters => parameters.Add(v => v.Markdown, string.Concat(Enumerable.Repeat(opening, 5000)) + "the end"));

        Assert.Contains("the end", view.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void ListsTablesAndEmphasis_AreDrawn()
    {
        var view =
            Render<MarkdownView>(parameters => parameters.Add(v => v.Markdown, "# Head\n\n**bold** `code`\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |"));

        Assert.Equal("Head", view.Find("h3").TextContent);
        Assert.Equal("bold", view.Find("strong").TextContent);
        Assert.Equal(2, view.FindAll("li").Count);
        Assert.Equal(["1", "2"], view.FindAll("td").Select(cell => cell.TextContent));
    }

    [Fact]
    public void TracedNumber_InBrackets_StaysWithThem()
    {
        var view = Render<MarkdownView>(parameters => parameters
            .Add(v => v.Markdown, "Lowest in February (1,038), then 4/5.")
            .Add(v => v.Numbers, [new TracedNumber("1,038", "cell", []), new TracedNumber("4", "count", []), new TracedNumber("5", "count", [])])
            .Add(v => v.OnNumber, _ => { }));

        Assert.Equal(["(1,038),", "4/", "5."], view.FindAll(".glued").Select(span => span.TextContent));
        Assert.Equal("Lowest in February (1,038), then 4/5.", view.Find("p").TextContent);
    }

    [Fact]
    public void TracedNumber_Clicked_GivesItsCells()
    {
        TracedNumber? clicked = null;
        var view = Render<MarkdownView>(parameters => parameters
            .Add(v => v.Markdown, "In 2021 the sum was **1,240.50**, of 1 row.")
            .Add(v => v.Numbers, [new TracedNumber("1,240.50", "sum", [new CellReference(-1, 2)]), new TracedNumber("1", "count", [])])
            .Add(v => v.OnNumber, number => clicked = number));

        var buttons = view.FindAll("button.traced");
        Assert.Equal(["1,240.50", "1"], buttons.Select(button => button.TextContent));

        buttons[0].Click();

        Assert.Equal(2, Assert.Single(clicked!.Cells).Column);
    }

    [Fact]
    public void UntracedNumber_IsMarked()
    {
        var view = Render<MarkdownView>(parameters => parameters.Add(v => v.Markdown, "It grew by 42 %.").Add(v => v.Untraced, ["42"]));

        Assert.Equal("42", view.Find(".untraced").TextContent);
    }
}

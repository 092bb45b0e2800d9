using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;
using NlSql.Core.Language.Analysis;

namespace NlSql.Web.Components.Shared;

/// <summary>
/// Markdown drawn element by element from Markdig's syntax tree: no markup string, so nothing that a model or a cell wrote can become HTML.
/// Links and images are shown as their text. Numbers that were traced become buttons.
/// </summary>
public sealed class MarkdownView : ComponentBase
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().Build();

    private string? parsedText;
    private MarkdownDocument? parsed;

    [Parameter, EditorRequired]
    public required string Markdown { get; set; }

    [Parameter]
    public IReadOnlyList<TracedNumber> Numbers { get; set; } = [];

    /// <summary>Numbers that nothing explains: shown with a mark.</summary>
    [Parameter]
    public IReadOnlyList<string> Untraced { get; set; } = [];

    [Parameter]
    public EventCallback<TracedNumber> OnNumber { get; set; }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        if (!ReferenceEquals(parsedText, Markdown))
        {
            parsedText = Markdown;
            parsed = Parse(Markdown);
        }

        builder.OpenElement(0, "div");
        builder.AddAttribute(1, "class", "markdown");
        builder.OpenRegion(2);
        var numbers = new NumberMarks(Numbers, Untraced);
        foreach (var block in parsed!)
        {
            Block(builder, block, numbers);
        }

        builder.CloseRegion();
        builder.CloseElement();
    }

    /// <summary>Markdig gives up on markup that is nested beyond sense; such a text is one code block, lest it take the page down.</summary>
    private static MarkdownDocument Parse(string markdown)
    {
        try
        {
            return Markdig.Markdown.Parse(markdown, Pipeline);
        }
        catch (ArgumentException)
        {
            return [new CodeBlock(null!) { Lines = new(markdown) }];
        }
    }

    private void Block(RenderTreeBuilder builder, Block block, NumberMarks numbers)
    {
        switch (block)
        {
            case HeadingBlock heading:
                // The question is the page's heading; headings of the analysis stand below it.
                Wrap(builder, heading.Level <= 2 ? "h3" : "h4", null, () => Inlines(builder, heading.Inline, numbers));
                break;
            case ParagraphBlock paragraph:
                Wrap(builder, "p", null, () => Inlines(builder, paragraph.Inline, numbers));
                break;
            case ListBlock list:
                Wrap(builder, list.IsOrdered ? "ol" : "ul", null, () => Children(builder, list, numbers));
                break;
            case ListItemBlock item:
                Wrap(builder, "li", null, () => ItemChildren(builder, item, numbers));
                break;
            case QuoteBlock quote:
                Wrap(builder, "blockquote", null, () => Children(builder, quote, numbers));
                break;
            case CodeBlock code:
                Wrap(builder, "pre", null, () => builder.AddContent(0, code.Lines.ToString()));
                break;
            case Table table:
                Wrap(builder, "table", "plain", () => Wrap(builder, "tbody", null, () => Children(builder, table, numbers)));
                break;
            case TableRow row:
                Wrap(builder, "tr", null, () =>
                {
                    foreach (var cell in row.OfType<TableCell>())
                    {
                        Wrap(builder, row.IsHeader ? "th" : "td", null, () => ItemChildren(builder, cell, numbers));
                    }
                });
                break;
            case ThematicBreakBlock:
                builder.AddMarkupContent(0, "<hr>");
                break;
            case ContainerBlock other:
                Children(builder, other, numbers);
                break;
            case LeafBlock { Inline: null } leaf:
                Wrap(builder, "p", null, () => builder.AddContent(0, leaf.Lines.ToString()));
                break;
        }
    }

    private void Children(RenderTreeBuilder builder, ContainerBlock container, NumberMarks numbers)
    {
        foreach (var child in container)
        {
            Block(builder, child, numbers);
        }
    }

    // A paragraph that is an item's only text needs no element of its own.
    private void ItemChildren(RenderTreeBuilder builder, ContainerBlock container, NumberMarks numbers)
    {
        foreach (var child in container)
        {
            if (child is ParagraphBlock paragraph)
            {
                Inlines(builder, paragraph.Inline, numbers);
            }
            else
            {
                Block(builder, child, numbers);
            }
        }
    }

    private void Inlines(RenderTreeBuilder builder, ContainerInline? container, NumberMarks numbers)
    {
        foreach (var inline in container ?? Enumerable.Empty<Inline>())
        {
            switch (inline)
            {
                case LiteralInline literal:
                    Text(builder, literal.Content.ToString(), numbers);
                    break;
                case EmphasisInline emphasis:
                    Wrap(builder, emphasis.DelimiterCount >= 2 ? "strong" : "em", null, () => Inlines(builder, emphasis, numbers));
                    break;
                case CodeInline code:
                    Wrap(builder, "code", null, () => builder.AddContent(0, code.Content));
                    break;
                case LineBreakInline { IsHard: true }:
                    builder.AddMarkupContent(0, "<br>");
                    break;
                case LineBreakInline:
                    builder.AddContent(0, " ");
                    break;
                case HtmlEntityInline entity:
                    builder.AddContent(0, entity.Transcoded.ToString());
                    break;
                case AutolinkInline link:
                    builder.AddContent(0, link.Url);
                    break;
                case ContainerInline other:
                    Inlines(builder, other, numbers);
                    break;
            }
        }
    }

    private void Text(RenderTreeBuilder builder, string text, NumberMarks numbers)
    {
        var pieces = numbers.Split(text).ToList();
        for (var i = 0; i < pieces.Count; i++)
        {
            var piece = pieces[i];
            if (piece is { Number: null, IsUntraced: false })
            {
                builder.AddContent(0, piece.Text[Glued(pieces, i - 1).After..^Glued(pieces, i + 1).Before]);
                continue;
            }

            // A button may stand at the end of a line all by itself: its bracket and its full stop stay with it.
            var (before, after) = Glued(pieces, i);
            Wrap(builder, "span", "glued", () =>
            {
                builder.AddContent(0, before == 0 ? "" : pieces[i - 1].Text[^before..]);
                Mark(builder, piece);
                builder.AddContent(1, after == 0 ? "" : pieces[i + 1].Text[..after]);
            });
        }
    }

    private void Mark(RenderTreeBuilder builder, TextPiece piece)
    {
        if (piece.Number is not { } number || !OnNumber.HasDelegate)
        {
            Wrap(builder, "span", piece.IsUntraced ? "untraced" : null, () => builder.AddContent(0, piece.Text));
            return;
        }

        builder.OpenRegion(0);
        builder.OpenElement(0, "button");
        builder.AddAttribute(1, "type", "button");
        builder.AddAttribute(2, "class", "traced");
        builder.AddAttribute(3, "title", NumberMarks.Origin(number));
        builder.AddAttribute(4, "onclick", EventCallback.Factory.Create<MouseEventArgs>(this, () => OnNumber.InvokeAsync(number)));
        builder.AddContent(5, piece.Text);
        builder.CloseElement();
        builder.CloseRegion();
    }

    /// <summary>Marks that belong to the number at <paramref name="at"/>, at the end of the text before it and at the beginning of the text behind
    /// it.</summary>
    private static (int Before, int After) Glued(List<TextPiece> pieces, int at)
    {
        if (at < 0 || at >= pieces.Count || pieces[at] is { Number: null, IsUntraced: false })
        {
            return (0, 0);
        }

        var before = at > 0 && IsText(pieces[at - 1]) ? pieces[at - 1].Text.Reverse().TakeWhile(IsGlue).Count() : 0;
        var after = at + 1 < pieces.Count && IsText(pieces[at + 1]) ? pieces[at + 1].Text.TakeWhile(IsGlue).Count() : 0;

        // Marks between two numbers stay with the first.
        var taken = at > 1 && before > 0 && IsText(pieces[at - 1]) && before == pieces[at - 1].Text.Length;
        return (taken ? 0 : before, after);
    }

    private static bool IsText(TextPiece piece) => piece is { Number: null, IsUntraced: false };

    private static bool IsGlue(char character) => !char.IsWhiteSpace(character) && !char.IsLetterOrDigit(character);

    private static void Wrap(RenderTreeBuilder builder, string element, string? className, Action content)
    {
        builder.OpenRegion(0);
        builder.OpenElement(0, element);
        builder.AddAttribute(1, "class", className);
        content();
        builder.CloseElement();
        builder.CloseRegion();
    }
}

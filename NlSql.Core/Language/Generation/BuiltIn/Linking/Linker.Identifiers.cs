using NlSql.Core.Language.Generation.BuiltIn.Language;

namespace NlSql.Core.Language.Generation.BuiltIn.Linking;

/// <content>Names that are written as they stand in the schema.</content>
internal sealed partial class Linker
{
    /// <summary>What is written as it stands in the schema is nothing else.</summary>
    private const double Certain = 20;

    private void AddIdentifiers(IReadOnlyList<Token> tokens, int i, SchemaModel schema, List<Span> spans)
    {
        for (var parts = 3; parts > 0; parts--)
        {
            var count = (2 * parts) - 1;
            if (!IsIdentifier(tokens, i, count, schema))
            {
                continue;
            }

            var (tables, columns) = schema.Identifiers.Find([.. tokens.Skip(i).Take(count).Where((_, k) => k % 2 == 0).Select(t => t.Text)]);
            if (tables.Count + columns.Count > 0)
            {
                spans.Add(new Span(i, count, Certain, new Item
                {
                    Kind = ItemKind.Name, Text = string.Concat(tokens.Skip(i).Take(count).Select(t => t.Text)), FirstToken = i, TokenCount = count,
                    Tables = [.. tables.Select(t => (t, 1.0))], Columns = [.. columns.Select(c => (c, 1.0))],
                    Owner = parts > 1 && columns.Count > 0 ? columns[0].Table : null,
                }));
                return;
            }
        }
    }

    /// <summary>
    /// The tokens are written as names in a schema are: with points between them, in name quotes, with an underscore or a capital inside. Plain words are not,
    /// and quotation marks hold a value where a comparison stands before them.
    /// </summary>
    private bool IsIdentifier(IReadOnlyList<Token> tokens, int i, int count, SchemaModel schema)
    {
        if (i + count > tokens.Count || Enumerable.Range(0, count).Any(k => k % 2 == 0 ? !IsNamePart(tokens[i + k]) : !IsPoint(tokens, i + k)))
        {
            return false;
        }

        if (count > 1)
        {
            return true;
        }

        var text = tokens[i].Text;
        var before = i > 0 ? lexicon.FindCue(tokens[i - 1].Lower)?.Kind : null;
        var isWritten = tokens[i].Kind == TokenKind.Word
            ? text.Contains('_', StringComparison.Ordinal) || (text.Skip(1).Any(char.IsUpper) && text.Any(char.IsLower))
            : before is not (CueKind.Equal or CueKind.NotEqual or CueKind.Be or CueKind.Contains or CueKind.StartsWith or CueKind.EndsWith);
        return isWritten && !schema.Values.Exact(text).Any();
    }

    private static bool IsNamePart(Token token) => token.Kind == TokenKind.Word || (token.Kind == TokenKind.Quoted && token.IsQuotedAsName);

    /// <summary>Nothing stands between the point and the names beside it.</summary>
    private static bool IsPoint(IReadOnlyList<Token> tokens, int i) =>
        tokens[i].Text == "." && tokens[i].Start == tokens[i - 1].End && tokens[i].End == tokens[i + 1].Start;
}

using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Linking;

/// <summary>
/// Turns tokens into items: finds every stretch that could be a cue, a name of the schema, a value or a date, and keeps
/// the best set of stretches that do not overlap.
/// </summary>
internal sealed partial class Linker(Lexicon lexicon, DateExpressions dates)
{
    private const int LongestName = 5;
    private const double WeakestName = 0.55;

    public IReadOnlyList<Item> Link(
        IReadOnlyList<Token> tokens, SchemaModel schema, IReadOnlyList<(int First, int Count, KnownValue Value)> given, CancellationToken cancellationToken)
    {
        var spans = new List<Span>();
        for (var i = 0; i < tokens.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            AddFixed(tokens, i, schema, spans);
            AddCues(tokens, i, spans);
            AddIdentifiers(tokens, i, schema, spans);
            AddNames(tokens, i, schema, spans);
            AddValues(tokens, i, schema, spans);
        }

        // The same words may be a value of more columns than the search has returned.
        spans.AddRange(given.GroupBy(g => (g.First, g.Count)).Select(g => Value(tokens, g.Key.First, g.Key.Count,
            [.. g.Select(v => v.Value).Concat(spans.Where(
                s => s.First == g.Key.First && s.Count == g.Key.Count).SelectMany(s => s.Item.Values)).DistinctBy(v => (v.Column, v.Value))], 0.97)));
        AddProperNames(tokens, schema, spans);
        return Cover(tokens, spans, cancellationToken);
    }

    private void AddFixed(IReadOnlyList<Token> tokens, int i, SchemaModel schema, List<Span> spans)
    {
        var token = tokens[i];
        if (token.Kind == TokenKind.Quoted)
        {
            spans.Add(new Span(i, 1, 10, new Item
            {
                Kind = ItemKind.Value, Text = token.Text, FirstToken = i, TokenCount = 1, IsQuoted = true,
                Values = [.. schema.Values.Exact(token.Text), .. Coded(token.Lower, schema)],
            }));
        }
        else if (dates.At(tokens, i) is { } date)
        {
            spans.Add(new Span(i, date.Length, date.Length * 1.2, Make(ItemKind.Date, tokens, i, date.Length, date: date.Range)));
        }
        else if (lexicon.Fiscal.Contains(token.Lower) && i + 1 < tokens.Count && tokens[i + 1].Lemma is "year" or "quarter")
        {
            spans.Add(new Span(i, 2, 2.4, new Item { Kind = ItemKind.Word, Text = $"fiscal {tokens[i + 1].Lemma}", FirstToken = i, TokenCount = 2 }));
        }
        else if (token.Kind == TokenKind.Number)
        {
            spans.Add(Scaled(tokens, i, 1.01));
        }
        else if (token.Number > 0 || (token.Kind == TokenKind.Word && token.Lower == "zero"))
        {
            spans.Add(Scaled(tokens, i, 0.9));
        }
    }

    /// <summary>"3 million". What no number holds stays a word, which nothing is made of.</summary>
    private static Span Scaled(IReadOnlyList<Token> tokens, int i, double weight)
    {
        var scale = i + 1 < tokens.Count && tokens[i + 1].Kind == TokenKind.Word && tokens[i + 1].Number >= 100 ? tokens[i + 1].Number : 1;
        var count = scale > 1 ? 2 : 1;
        var isHeld = tokens[i].Number <= decimal.MaxValue / scale;
        return new Span(
            i,
            count,
            weight * count,
            isHeld ? Make(ItemKind.Number, tokens, i, count, number: tokens[i].Number * scale) : Make(ItemKind.Word, tokens, i, count));
    }

    private void AddCues(IReadOnlyList<Token> tokens, int i, List<Span> spans)
    {
        for (var count = Math.Min(lexicon.LongestCue, tokens.Count - i); count > 0; count--)
        {
            if (tokens.Skip(i).Take(count).Any(t => t.Kind is TokenKind.Quoted))
            {
                continue;
            }

            var cue = lexicon.FindCue(Phrase(tokens, i, count, t => t.Lower)) ?? lexicon.FindCue(Phrase(tokens, i, count, t => t.Lemma));
            if (cue?.Kind is CueKind.OrderBy or CueKind.LeadIn
                && tokens[i].Lower != tokens[i].Lemma
                && lexicon.FindCue(Phrase(tokens, i, count, t => t.Lower)) is null)
            {
                // "orders by month" are rows of a table, not an order by anything; so are "returns by reason".
                continue;
            }

            if (cue is not null && !(count == 1 && tokens[i].IsCapitalised && cue.Kind is CueKind.LeadIn or CueKind.OrderBy))
            {
                spans.Add(new Span(i, count, count, Make(ItemKind.Cue, tokens, i, count, cue: cue)));
            }
        }
    }

    private void AddNames(IReadOnlyList<Token> tokens, int i, SchemaModel schema, List<Span> spans)
    {
        for (var count = Math.Min(LongestName, tokens.Count - i); count > 0; count--)
        {
            var span = tokens.Skip(i).Take(count).ToList();
            if (span.Any(t => t.Kind is TokenKind.Quoted or TokenKind.Punctuation)
                || IsEdge(span[^1], schema)
                || (IsEdge(span[0], schema) && !IsWholeName(span, schema)))
            {
                continue;
            }

            var crosses = span.Any(t => t.Lower is "of" or "in" or "the" or "'s");
            var counts = count > 2 && lexicon.FindCue(Phrase(tokens, i, 2, t => t.Lower))?.Kind == CueKind.Count;
            var words = lexicon.Phrases.TryGetValue(Phrase(tokens, i, count, t => t.Lower), out var replaced)
                ? replaced
                : [.. span.Where(t => t.Lower is not ("of" or "the" or "in" or "'s")).Select(t => t.Lemma)];
            var tables = schema.Names.Tables(words).Where(t => t.Score >= WeakestName && !crosses).OrderByDescending(t => t.Score).Take(6).ToList();
            var columns = schema.Names.Columns(words)
                .Where(c => c.Score >= (crosses ? counts ? 1 : 0.97 : WeakestName) && (!crosses || c.Column.Words.Count >= words.Length))
                .OrderByDescending(c => c.Score).Take(40).ToList();
            // "amount spent" may be a column; "students enrolled" is a noun and its verb.
            var endsInVerb = count > 1 && EnglishInflection.IsParticiple(span[^1].Lower) && !columns.Any(c => c.Score >= 0.98);
            if (tables.Count + columns.Count == 0 || endsInVerb)
            {
                continue;
            }

            if (count > 1
                && tables.Count > 0
                && lexicon.Periods.TryGetValue(span[0].Lower, out var period)
                && period != span[0].Lower
                && !columns.Any(c => c.Score >= tables[0].Score))
            {
                // "monthly revenue" asks for a course over time, also where a summary is called just that.
                continue;
            }

            var score = Math.Max(tables.Count > 0 ? tables[0].Score : 0, columns.Count > 0 ? columns[0].Score : 0);
            spans.Add(new Span(i, count, (score * words.Length) + (crosses ? 0.5 : 0) - 0.02, new Item
            {
                Kind = ItemKind.Name, Text = Original(tokens, i, count), FirstToken = i, TokenCount = count, Tables = tables, Columns = columns,
                Owner = words.Length > 1 && columns.Count > 0 && columns[0].Column.Table is var table && table.Words.All(words.Contains) ? table : null,
            }));
        }
    }

    private void AddValues(IReadOnlyList<Token> tokens, int i, SchemaModel schema, List<Span> spans)
    {
        if (tokens[i].Kind is TokenKind.Quoted or TokenKind.Punctuation)
        {
            return;
        }

        foreach (var group in schema.Values.At(tokens, i).GroupBy(v => v.Length))
        {
            var isPlain = group.Key == 1 && (lexicon.Stopwords.Contains(tokens[i].Lower) || tokens[i].Lower.Length < 3 || tokens[i].Kind == TokenKind.Number);
            if (isPlain && !(tokens[i].Text.All(char.IsUpper) && tokens[i].Text.Length > 1 && i > 0))
            {
                continue;
            }

            var values = group.Select(g => g.Value).OrderByDescending(v => v.Score).ToList();
            var capital = tokens[i].IsCapitalised || tokens.Skip(i).Take(group.Key).Any(t => t.IsCapitalised) ? 0.25 : -0.06;
            spans.Add(Value(tokens, i, group.Key, values, values[0].Score, capital));
        }

        for (var count = Math.Min(3, tokens.Count - i); count > 0; count--)
        {
            var coded = Coded(Phrase(tokens, i, count, t => t.Lower), schema).Concat(count == 1 ? Coded(tokens[i].Lemma, schema) : []).ToList();
            if (coded.Count > 0)
            {
                spans.Add(Value(tokens, i, count, coded, 0.9));
            }
        }
    }

    private IEnumerable<KnownValue> Coded(string phrase, SchemaModel schema) =>
        lexicon.Codes.TryGetValue(phrase, out var codes) ? codes.SelectMany(schema.Values.Exact).Select(v => v with { Score = 0.9 }) : [];

    /// <summary>Runs of capitalised words that are no names of the schema: "Balls to the Wall".</summary>
    private void AddProperNames(IReadOnlyList<Token> tokens, SchemaModel schema, List<Span> spans)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            if (!tokens[i].IsCapitalised || (tokens[i].Text.Length == 1 && tokens[i].Lower == "i"))
            {
                continue;
            }

            var end = i + 1;
            while (end < tokens.Count
                && (tokens[end].IsCapitalised || (tokens[end].Kind == TokenKind.Number && end == tokens.Count - 1 && !DateExpressions.IsYear(tokens[end]))
                    || (lexicon.Stopwords.Contains(tokens[end].Lower)
                        && tokens[end].Lower is "of" or "the"
                        && end + 1 < tokens.Count
                        && tokens[end + 1].IsCapitalised)))
            {
                end++;
            }

            var phrase = tokens.Skip(i).Take(end - i).Select(t => t.Lower).ToList();
            var values = schema.Values.Containing(phrase).OrderByDescending(v => v.Score).Take(5).ToList();
            var weight = (0.7 * (end - i)) + (values.Count > 0 ? 0.2 : 0);
            spans.Add(Value(tokens, i, end - i, values, weight / (end - i)));
            i = end - 1;
        }
    }

    private bool IsEdge(Token token, SchemaModel schema) =>
        token.Lower == "'s"
            || (!lexicon.SynonymsOf(token.Lemma).Any()
            && lexicon.Stopwords.Contains(token.Lower)
            && !(token.Lower.Length > 3 && schema.Names.Columns([token.Lemma]).Concat(
                schema.Names.Tables([token.Lemma]).Select(t => ((ColumnNode)null!, t.Score)))
                    .Any(m => m.Item2 > 0.85 || token.Lemma is "name" or "number" or "amount" or "total")));

    /// <summary>"total list price": a column is called just that, so its first word asks for nothing here.</summary>
    private static bool IsWholeName(List<Token> span, SchemaModel schema) =>
        span.Count > 1
            && schema.Names.Columns([.. span.Select(t => t.Lemma)])
                .Any(c => c.Score >= 0.98 && c.Column.Words.Count == span.Count && c.Column.Words[0] == span[0].Lemma);

    private static Span Value(IReadOnlyList<Token> tokens, int first, int count, IReadOnlyList<KnownValue> values, double score, double bonus = 0) =>
        new(first, count, (score * count) + bonus, new Item
        {
            Kind = ItemKind.Value, Text = Original(tokens, first, count), FirstToken = first, TokenCount = count, Values = values,
        });

    private static Item Make(ItemKind kind, IReadOnlyList<Token> tokens, int first, int count, Cue? cue = null, decimal number = 0, DateRange? date = null) =>
        new()
        {
            Kind = kind, Text = Original(tokens, first, count), FirstToken = first, TokenCount = count, Cue = cue, Number = number, Date = date,
        };

    private static string Phrase(IReadOnlyList<Token> tokens, int first, int count, Func<Token, string> part) =>
        count == 1 ? part(tokens[first]) : string.Join(' ', tokens.Skip(first).Take(count).Select(part));

    private static string Original(IReadOnlyList<Token> tokens, int first, int count) =>
        count == 1 ? tokens[first].Text : string.Join(' ', tokens.Skip(first).Take(count).Select(t => t.Text));

    private sealed record Span(int First, int Count, double Weight, Item Item);
}

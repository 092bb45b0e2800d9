using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Linking;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Facts;
using NlSql.Core.Language.Schema.Values;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Generation.BuiltIn.Lattice;

/// <summary>Names and known values of a catalog, with the measures that schemas call by many names.</summary>
internal sealed class SchemaNames(SchemaModel schema, Lexicon lexicon, WordTable words) : INameSource
{
    private const double BestOfConcept = 0.9;
    private const double Step = 0.02;
    private const double Thing = 0.95;
    private const double LeastTree = 0.6;
    private const double Unlikely = 0.57;

    /// <summary>A table that was never filled, where another one of that name has rows.</summary>
    private const double Empty = 0.1;
    private const double InSchema = 0.98;

    /// <summary>A column of more different values holds names rather than kinds.</summary>
    private const int MostKinds = 100;
    private readonly FactNames facts = new(schema.Tables);
    private readonly RoleNames roles = new(schema.Tables.SelectMany(t => schema.Joins.EdgesOf(t).Where(e => e.Many == t)), words);
    private readonly RowNames rows = new(schema.Tables);
    private readonly CodeNames codes = new(schema.Tables.SelectMany(t => t.Columns));
    private readonly Lazy<EverydayNames> everyday = new(() => new EverydayNames(schema.Links, words));

    public IReadOnlyList<Candidate<TableNode>> People { get; } =
    [
        .. from table in schema.Tables
           let signs = words.PersonWords.Count(w => table.Columns.Any(c => Array.TrueForAll(w.Split(' '), c.Words.Contains)))
               + (words.PersonThings.Any(w => table.Words.Contains(w) || (table.Key is [{ IsForeignKey: false } key] && key.Words[0] == w)) ? 1 : 0)
           where signs > 0
           orderby signs descending
           select new Candidate<TableNode>(table, Math.Min(0.9, 0.65 + (0.08 * signs))),
    ];

    private readonly Dictionary<string, ValueCandidate[]> byStem = schema.Tables.SelectMany(t => t.Columns).Where(c => c.IsText)
        .SelectMany(c => c.Info.EnumLabels.Concat(c.Info.Statistics.Samples.Select(s => s.Value)).Distinct(StringComparer.Ordinal)
            .Where(v => v.Length is > 4 and < 30 && v.All(char.IsLetter))
            .Select(v => (Stem: EnglishInflection.Stem(Lemmas.Of(v.ToLowerInvariant())), Value: new ValueCandidate(c, v, 0.9))))
        .GroupBy(v => v.Stem)
        .ToDictionary(g => g.Key, g => g.Select(v => v.Value).OrderBy(v => v.Column.Table.Info.ViewDefinition is not null).ToArray());

    public IReadOnlyList<ValueCandidate> ValuesByStem(string stem) => byStem.GetValueOrDefault(stem, []);

    public IReadOnlyList<KeyEdge> Roles(string lemma) => roles.Of(lemma);

    public IReadOnlyList<KeyEdge> RolesCalled(string lemma) => roles.Called(lemma);

    public IReadOnlyList<KeyEdge> RolesByVerb(Token verb) => roles.ByVerb(verb);

    public IEnumerable<(Candidate<TableNode> Table, KeyEdge Key)> Trees(IReadOnlyList<string> phrase) => Tables(phrase)
        .Where(t => t.Score >= LeastTree).Select(t => (t, Key: roles.ParentOf(t.Node))).Where(t => t.Key is not null).Select(t => (t.t, t.Key!));

    public bool RefersTo(TableNode from, TableNode to) => schema.Joins.ToOneDistance(from, to) == 1;

    public IReadOnlyList<TableNode> Referring(TableNode thing) =>
        [.. schema.Joins.EdgesOf(thing).Where(e => e.One == thing && e.Many != thing && e.Many is { History: null, Info.ViewDefinition: null })
            .Select(e => e.Many).Distinct()];

    public EverydayNames Everyday => everyday.Value;

    public IReadOnlyList<Candidate<TableNode>> NamedPeople { get; } =
    [
        .. schema.Tables.Where(t => ValueIndex.PersonNameColumns(t) is { First: not null, Last: not null }).Select(t => new Candidate<TableNode>(t, Thing)),
    ];
    public IEnumerable<KeyEdge> WholeRoles(IReadOnlyList<string> lemmas) => roles.Whole(lemmas);

    public IReadOnlyList<Candidate<MeasureFact>> Measures(string phrase) => facts.Measures(phrase);

    public IReadOnlyList<Candidate<ColumnNode>> DatesOf(string verb) => facts.Dates(verb);

    public IEnumerable<(Candidate<ColumnNode> Column, bool IsYes)> Flags(string phrase) => facts.Flags(phrase);

    public IEnumerable<Candidate<TableNode>> Tables(IReadOnlyList<string> phrase)
    {
        if (phrase.Count > 1 && phrase.Any(IsNumber) && phrase.Where(w => !IsNumber(w)).ToList() is { Count: > 0 } plain)
        {
            // "marathon results 2023": a number that is part of the name of a file.
            return Tables(plain).Where(t => phrase.Where(IsNumber).All(n => t.Node.Info.Name.Name.Contains(n, StringComparison.Ordinal)));
        }

        List<Candidate<TableNode>> named = [.. schema.Names.Tables(phrase)
            .Select(t => new Candidate<TableNode>(t.Table, IsThing(t.Table, phrase) || IsLine(t.Table, phrase) ? Math.Max(Thing, t.Score) : t.Score))];

        // What a table is called goes before what its key calls its rows.
        return named.Concat(rows.Of(phrase).Select(t => new Candidate<TableNode>(t, named.Exists(n => n.Node != t && n.Score >= LeastTree) ? Unlikely : Thing)))
            .GroupBy(t => t.Node).Select(g => g.MaxBy(t => t.Score)!)
            .Select(t => t.Node.Info.RowEstimate == 0 && named.Exists(n => n.Node.Info.RowEstimate > 0 && n.Score > t.Score - Empty)
                ? t with { Score = t.Score - Empty } : t);
    }

    private static bool IsNumber(string word) => word.All(char.IsAsciiDigit);

    /// <summary>"orders" for order_header: what else the name says is that rows are things.</summary>
    private bool IsThing(TableNode table, IReadOnlyList<string> phrase) => table.Words.Count > phrase.Count && phrase.All(table.Words.Contains)
        && table.Words.All(w => phrase.Contains(w) || words.ThingWords.Contains(w));

    /// <summary>"items" for order_items, whose rows are those of orders.</summary>
    private bool IsLine(TableNode table, IReadOnlyList<string> phrase) => phrase is [var word] && table.Words is [.., _, var last] && word == last
        && table.Measures.Any(m => m.Name == MeasureKinds.UnitsSold)
        && schema.Joins.EdgesOf(table).Any(e => e.Many == table && table.Words.SkipLast(1).All(e.One.Words.Contains));

    public IEnumerable<Candidate<ColumnNode>> Columns(IReadOnlyList<string> phrase)
    {
        var named = schema.Names.Columns(phrase).Select(c => new Candidate<ColumnNode>(c.Column, c.Score));
        if (phrase.Count > 1)
        {
            // "sales channel" for a channel of a table in the schema sales.
            named = named.Concat(schema.Names.Columns([.. phrase.Skip(1)])
                .Where(c => Lemmas.Of(c.Column.Table.Info.Name.Schema.ToLowerInvariant()) == phrase[0])
                .Select(c => new Candidate<ColumnNode>(c.Column, c.Score * InSchema)));
        }

        return named.Concat(OfConcept(phrase)).GroupBy(c => c.Node).Select(g => g.MaxBy(c => c.Score)!);
    }

    public IEnumerable<(int Length, ValueCandidate Value)> ValuesAt(IReadOnlyList<Token> tokens, int first)
    {
        foreach (var (length, value) in schema.Values.At(tokens, first))
        {
            yield return (length, new ValueCandidate(value.Column, value.Value, value.Score));
        }

        foreach (var code in codes.At(tokens, first))
        {
            yield return code;
        }

        for (var count = Math.Min(3, tokens.Count - first); count > 0; count--)
        {
            var phrase = string.Join(' ', tokens.Skip(first).Take(count).Select(t => t.Lower));
            var codes = lexicon.Codes.GetValueOrDefault(phrase) ?? (count == 1 ? lexicon.Codes.GetValueOrDefault(tokens[first].Lemma) : null);
            foreach (var value in (codes ?? []).SelectMany(ValuesOf))
            {
                yield return (count, value with { Score = 0.9 });
            }
        }
    }

    public IReadOnlyList<ValueCandidate> ValuesInPart(IReadOnlyList<string> phrase)
    {
        var found = schema.Values.Containing(phrase).Where(v => v.Column.Table.Info.ViewDefinition is null).ToList();
        return found.Select(v => v.Column).Distinct().ToList() is [{ Info.Statistics: { DistinctCount: <= MostKinds } statistics } column]
            && statistics.DistinctCount <= statistics.Samples.Count && !column.IsForeignKey && !found.Exists(v => SaysNo(v.Value))
            && (found.Count == 1 || found.TrueForAll(v => v.Value.StartsWith(phrase[0], StringComparison.OrdinalIgnoreCase)))
            ? [.. found.Select(v => new ValueCandidate(v.Column, v.Value, v.Score))] : [];
    }

    /// <summary>"In stock" is no part of what "not in stock" says.</summary>
    private bool SaysNo(string value) => ValueWords.Of(value).Any(w => words.ClassesOf(w).Any(c => c is "not" or "no" or "without" or "ne"));

    public IEnumerable<ValueCandidate> ValuesOf(string text) =>
        schema.Values.Exact(text).Select(v => new ValueCandidate(v.Column, v.Value, v.Score));

    /// <summary>"revenue": columns that are called one of the names under which schemas hold it.</summary>
    private IEnumerable<Candidate<ColumnNode>> OfConcept(IReadOnlyList<string> phrase)
    {
        var joined = string.Join(' ', phrase);
        var concept = lexicon.Measures.FirstOrDefault(m => m.Words.Contains(joined));
        if (concept is null || facts.Measures(joined).Count > 0)
        {
            return [];
        }

        var names = concept.Columns.Select((c, i) => (Name: c.Replace(" ", "", StringComparison.Ordinal), Place: i));
        return from column in schema.Tables.SelectMany(t => t.Columns)
               where column.IsMeasure
               join name in names on column.Joined equals name.Name
               select new Candidate<ColumnNode>(column, Math.Max(0.6, BestOfConcept - (Step * name.Place)));
    }
}

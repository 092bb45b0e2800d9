using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Linking;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Generation.BuiltIn.Intent.Shapes;

/// <summary>
/// Splits a question into a plain one and what is to be made of its answer: "the percentage of orders that were cancelled" is "the number of
/// orders that were cancelled", to be set against all orders. The readers read the plain question; the shapes then change its intent.
/// </summary>
internal sealed class Restatement
{
    private static readonly IShapeReader[] Readers =
    [
        new EventVerbReader(),
        new RatioReader(),
        new RateReader(),
        new ShareReader(),
        new PeriodComparisonReader(),
        new ChangeReader(),
        new RunningTotalReader(),
        new StatisticReader(),
        new OrdinalReader(),
        new AboveAverageReader(),
    ];

    private static readonly IShape[] Always = [new TopPerGroupShape(), new BothShape()];

    private readonly List<Item> taken = [];
    private readonly List<IShape> shapes = [];

    private Restatement(IReadOnlyList<Item> items, SchemaModel schema, Lexicon lexicon)
    {
        Items = [.. items];
        Schema = schema;
        Lexicon = lexicon;
    }

    /// <summary>The plain question so far.</summary>
    public List<Item> Items { get; private set; }

    public SchemaModel Schema { get; }

    public Lexicon Lexicon { get; }

    public static Restatement Of(IReadOnlyList<Item> items, SchemaModel schema, Lexicon lexicon)
    {
        var restatement = new Restatement(items, schema, lexicon);
        foreach (var reader in Readers)
        {
            reader.Read(restatement);
        }

        restatement.ForgetComparatives();
        return restatement;
    }

    /// <summary>Reads the plain question and applies the shapes. A shape that does not fit leaves its words unused, so that the question is declined.</summary>
    public ParseContext Parse()
    {
        var context = ParsePlain(Items);
        context.Taken.AddRange(taken);
        foreach (var shape in shapes.Concat(Always))
        {
            shape.Apply(context);
        }

        return context;
    }

    /// <summary>Reads a part of the question on its own.</summary>
    public ParseContext ParsePlain(IReadOnlyList<Item> items, TableNode? about = null)
    {
        var context = new ParseContext(items, Schema, Lexicon, about);
        IntentParser.Parse(context);
        return context;
    }

    public Item? At(int i) => i >= 0 && i < Items.Count ? Items[i] : null;

    public bool Is(int i, params ReadOnlySpan<CueKind> kinds) => At(i)?.IsAny(kinds) == true;

    public int Find(params ReadOnlySpan<CueKind> kinds)
    {
        for (var i = 0; i < Items.Count; i++)
        {
            if (Items[i].IsAny(kinds))
            {
                return i;
            }
        }

        return -1;
    }

    public void Add(IShape shape) => shapes.Add(shape);

    /// <summary>Takes an item out of the plain question; it counts as understood when a shape uses it.</summary>
    public Item Take(int i)
    {
        var item = Items[i];
        Items.RemoveAt(i);
        taken.Add(item);
        return item;
    }

    /// <summary>Cuts the question at <paramref name="from"/> to <paramref name="to"/> out; they are read elsewhere.</summary>
    public List<Item> TakeRange(int from, int to)
    {
        var range = Items[from..to];
        Items.RemoveRange(from, to - from);
        taken.AddRange(range);
        return range;
    }

    /// <summary>Drops words that only tie others together.</summary>
    public void Skip(int i, params ReadOnlySpan<CueKind> kinds)
    {
        while (Is(i, kinds))
        {
            Items.RemoveAt(i);
        }
    }

    public void Insert(int i, CueKind kind, string text = "") => Items.Insert(i, Implied(kind, text));

    /// <summary>Puts a word that the question implies at its end.</summary>
    public void Append(params IEnumerable<Item> implied)
    {
        var end = Items.Count;
        while (end > 0 && Items[end - 1].Kind == ItemKind.Break)
        {
            end--;
        }

        Items.InsertRange(end, implied);
    }

    public static Item Implied(CueKind kind, string text = "") =>
        new() { Kind = ItemKind.Cue, Text = text, FirstToken = 0, TokenCount = 0, Cue = new Cue(kind, null) };

    public static Item Implied(string word) => new() { Kind = ItemKind.Word, Text = word, FirstToken = 0, TokenCount = 0 };

    public static Item Named(TableNode table, Item origin) =>
        new() { Kind = ItemKind.Name, Text = origin.Text, FirstToken = origin.FirstToken, TokenCount = 0, Tables = [(table, 1)] };

    public bool IsTable(int i) => At(i) is { Kind: ItemKind.Name } item && item.TableScore >= 0.75 && item.TableScore >= item.ColumnScore - 0.05;

    /// <summary>The item stands for rows: a table, or a value and its table ("web orders").</summary>
    public bool IsRows(int i) => IsTable(i) || (At(i) is { Kind: ItemKind.Value or ItemKind.Word } && IsTable(i + 1));

    /// <summary>The item stands for a quantity: "revenue", "the amount spent".</summary>
    public bool IsQuantity(int i) => At(i) is { Kind: ItemKind.Name or ItemKind.Word } item && !IsTable(i)
        && (Lexicon.Measures.Any(m => m.Words.Contains(Lemmas.Of(item.Lower))) || item.Columns.Any(c => c.Column.IsMeasure && c.Score > 0.6));

    /// <summary>Position of a period after "by" or "per"; -1 when there is none.</summary>
    public int Period() =>
        Enumerable.Range(1, Math.Max(0, Items.Count - 1)).FirstOrDefault(
            i => Is(i - 1, CueKind.By, CueKind.Each) && Lexicon.Periods.ContainsKey(Lemmas.Of(Items[i].Lower)),
            -1);

    /// <summary>"orders in 2025": rows that are named without saying what is asked of them are counted.</summary>
    public void CountRows()
    {
        var start = Enumerable.Range(0, Items.Count).FirstOrDefault(i => !Is(i, CueKind.LeadIn, CueKind.Be, CueKind.Their, CueKind.Of, CueKind.In), -1);
        if (start >= 0 && IsRows(start))
        {
            Insert(start, CueKind.Count);
        }
    }

    /// <summary>"more" that nothing was made of says nothing; "higher" is a word that was not understood.</summary>
    private void ForgetComparatives() => Items =
        [.. Items.Where(i => !(i.IsAny(CueKind.More, CueKind.Fewer) && Lexicon.Stopwords.Contains(i.Lower)))
            .Select(i => i.IsAny(CueKind.More, CueKind.Fewer)
                ? new Item { Kind = ItemKind.Word, Text = i.Text, FirstToken = i.FirstToken, TokenCount = i.TokenCount }
                : i)];
}

/// <summary>Finds in a question what is to be made of a plainer one.</summary>
internal interface IShapeReader
{
    void Read(Restatement question);
}

/// <summary>Changes the intent of the plain question into what was asked.</summary>
internal interface IShape
{
    void Apply(ParseContext context);
}

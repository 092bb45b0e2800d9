using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Grammar;
using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Lattice;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Facts;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>What is known while one cover is assembled: the tables it speaks of, and the choices made.</summary>
internal sealed class Scene(IReadOnlyList<TableNode> tables, Reach reach, Lexicon lexicon, WordTable words, DateOnly today, Choices choices)
{
    private const double SameTable = 0.12;
    private const double Named = 0.06;
    private const double PerStep = 0.04;
    private const double ManyRows = 0.03;
    private const double SameName = 0.02;
    private const double OfOwner = 0.25;
    private const double NotBest = 0.5;
    private const double Alike = 0.1;
    private const double NotReached = 0.2;
    private const double WorseName = 0.6;
    private const double PerKey = 0.005;
    private const double PerManyKey = 0.04;

    /// <summary>A thing's own key rather than one that refers to it, where nothing tells which table is meant.</summary>
    private const double Referring = 0.08;
    private const double NotUsed = 0.15;
    private const double OfView = 0.05;
    private const double Far = 0.25;
    private const double OfCopy = 0.12;

    /// <summary>Who pays pays the whole sale.</summary>
    private const double Whole = 0.2;

    /// <summary>How much of the unfitness of a number is doubted.</summary>
    private const double Unfit = 0.5;

    /// <summary>Several keys lead there, and nothing says which is meant.</summary>
    private const double AnyKey = 0.88;

    /// <summary>Several do, and one says what a row itself is.</summary>
    private const double ByMainKey = 0.96;
    private const double HasRole = 0.3;
    private readonly HashSet<Span> unfit = [];

    public IReadOnlyList<TableNode> Tables { get; } = tables;

    public Reach Reach { get; } = reach;

    public Lexicon Lexicon { get; } = lexicon;

    public WordTable Words { get; } = words;

    public DateOnly Today { get; } = today;

    public Choices Choices { get; } = choices;

    /// <summary>Tables that the question names.</summary>
    public HashSet<TableNode> NamedTables { get; } = [];

    /// <summary>Tables whose rows refer to others of them in a role that is said: those who report to somebody are employees.</summary>
    public HashSet<TableNode> Holders { get; } = [];

    /// <summary>How well rows can be told apart by what is asked; null until the sentence is known.</summary>
    public Fitness? Fitness { get; set; }

    /// <summary>Lemmas of those who do what the question speaks of: members of "borrowed".</summary>
    public IReadOnlySet<string> Doers { get; init; } = new HashSet<string>();

    /// <summary>What could not be placed.</summary>
    public List<Span> Lost { get; } = [];

    /// <summary>Things to break down by that are what each row is of, so that the figures are of all of them together.</summary>
    public List<Span> Ungrouped { get; } = [];

    public TableNode Table(EntityPart entity) => Choices.Pick(
        $"table {entity.Name.At.First}",
        entity.Name.At,
        entity.Name.Tables.Select(t => (t.Node, t.Score - (t.Node.IsBridge ? 0.05 : 0) - (Reach.EdgesOf(t.Node).Count == 0 ? 0.02 : 0)
            - FarFromNamed(t.Node) + (Holders.Contains(t.Node) ? HasRole : 0))),
        t => t.Name)!;

    /// <summary>The column that words mean, seen from the rows of a table: near ones before far ones, those of tables that are named before others.</summary>
    /// <param name="from">Rows that it is asked of; null when that is what the column decides.</param>
    /// <param name="prefer">Added to the score of a candidate; null excludes it.</param>
    public ColumnNode? Column(AttributePart part, TableNode? from, Func<ColumnNode, double?>? prefer = null, TableNode? focus = null)
    {
        var owner = part.Owner is null ? null : Table(part.Owner);
        var ranked = part.Name.Columns
            .Select(c => (c.Node, Score: c.Score + Nearness(c.Node.Table, from, focus) + (c.Node.Table == owner ? OfOwner : 0)
                + (from is null && c.Node.IsForeignKey ? -Referring : 0) + (prefer is null ? 0 : prefer(c.Node))
                + (from is null && owner is null ? FitOf(c.Node) : 0)))
            .Where(c => c.Score is not null)
            .Select(c => (c.Node, c.Score!.Value));
        var column = Choices.Pick($"column {part.Name.At.First} {part.Name.At.Count} {from}", part.Name.At, ranked, c => c.ToString(),
            c => Sure(part, c, from));
        if (column is not null && from is null && owner is null && (part.Name.Columns.Count(c => c.Node.IsMeasure) > 1 || FitOf(column) < -Far)
            && unfit.Add(part.Name.At))
        {
            Choices.Doubt(1 + (Unfit * Math.Clamp(FitOf(column), -1, 0)));
        }

        return column;
    }

    /// <summary>A view has what a table has under the same name.</summary>
    private bool IsCopy(ColumnNode column) =>
        Tables.Any(t => t.Info.ViewDefinition is null && t.Columns.Any(c => c.IsMeasure && c.Info.Name == column.Info.Name));

    /// <summary>"monthly revenue" of a view that is called so.</summary>
    private bool IsSummary(ColumnNode column) => column.Words.All(column.Table.Words.Contains)
        && column.Table.Words.Any(w => Lexicon.Periods.TryGetValue(w, out var unit) && Fitness!.IsBy(unit));

    /// <summary>A number of rows that tell all that is asked before one that meets it over many keys, and what was recorded before a view of it.</summary>
    private double FitOf(ColumnNode column) => !column.IsMeasure || Fitness is null ? 0
        : Fitness.Of(column.Table) - (column.Table.Info.ViewDefinition is null || IsSummary(column) ? 0 : IsCopy(column) ? OfCopy : OfView)
            + (NamedTables.Contains(column.Table) ? Named : 0);

    /// <summary>How surely words that fit other columns better, or those of things far away, mean this one.</summary>
    private double Sure(AttributePart part, ColumnNode column, TableNode? from)
    {
        var loss = column.Table.Display.Contains(column) || column.OwnWords.SequenceEqual(part.Name.Columns[0].Node.OwnWords) ? 0
            : part.Name.Columns[0].Score - part.Name.Columns.First(c => c.Node == column).Score;
        return Math.Clamp(1 - (WorseName * loss), 0, 1) * Close(column.Table, from);
    }

    /// <summary>1 for what is named or at hand; less for each key to follow to something that is not.</summary>
    public double Close(TableNode table, TableNode? from) =>
        from is null || table == from || NamedTables.Contains(table) ? 1
        : Reach.ToOne(from, table) is { } near ? 1 - (PerKey * (near - 1))
        : 1 - (PerManyKey * ((Reach.Any(from, table) ?? 1) - 1));

    /// <summary>Of two things that are called alike the one nearer to what else is named is meant.</summary>
    private double FarFromNamed(TableNode table) =>
        NamedTables.Count == 0 || NamedTables.Contains(table) ? 0 : PerStep * Math.Min(4, NamedTables.Min(n => Reach.Any(n, table) ?? 4));

    /// <summary>Names of columns that the amounts are broken down or narrowed by.</summary>
    public List<ColumnName> NamedColumns { get; } = [];

    /// <summary>Of several amounts with one name the best one over whose rows all that is named can be told.</summary>
    public MeasureFact Measure(MeasurePart part) => Choices.Pick(
        $"measure {part.At.First}",
        part.At,
        part.Name.Measures.Select(m => (m.Node, m.Score - (NotBest * (1 - m.Node.Score)) + (NamedTables.Contains(m.Node.Grain) ? SameTable : 0)
            - (NotReached * NamedTables.Count(t => t != m.Node.Grain && Reach.ToOne(m.Node.Grain, t) is null))
            - (NotReached * NamedColumns.Count(n => !IsReached(n, m.Node.Grain)))
            + (Fitness?.Of(m.Node.Grain) ?? 0) - (IsRepeated(m.Node, part) ? OfCopy : 0) + (part.Name.IsPaid && IsWhole(m.Node, part) ? Whole : 0))),
        m => $"{m.Name} = {m.Expression}")!;

    /// <summary>A view tells again what was recorded elsewhere.</summary>
    private static bool IsRepeated(MeasureFact fact, MeasurePart part) =>
        fact.Grain.Info.ViewDefinition is not null && part.Name.Measures.Any(m => m.Node.Grain.Info.ViewDefinition is null && m.Node.Name == fact.Name);

    /// <summary>The amount of a whole sale, of which others are the lines.</summary>
    private bool IsWhole(MeasureFact fact, MeasurePart part) => fact.Grain.Info.ViewDefinition is null && !IsOfLines(fact)
        && part.Name.Measures.Any(m => m.Node.Grain != fact.Grain && m.Node.Name == fact.Name && Reach.ToOne(m.Node.Grain, fact.Grain) == 1
            && IsOfLines(m.Node));

    private static bool IsOfLines(MeasureFact fact) => fact.Grain.Measures.Any(m => m.Name == MeasureKinds.UnitsSold);

    private bool IsReached(ColumnName name, TableNode from) => name.Columns.Where(c => c.Score >= name.Columns[0].Score - Alike)
        .Any(c => c.Node.Table == from || Reach.ToOne(from, c.Node.Table) is not null);

    /// <summary>Null when no way leads there.</summary>
    public double? Nearness(TableNode table, TableNode? from, TableNode? focus)
    {
        var score = table == focus ? SameTable : 0;
        score += NamedTables.Contains(table) ? Named : NamedTables.Count > 0 ? 0 : -NotUsed * 0.1;
        if (from is null)
        {
            return score;
        }

        if (table == from)
        {
            return score + (focus is null || focus == from ? SameTable : 0);
        }

        return Reach.ToOne(from, table) is { } near ? score - (PerStep * near)
            : Reach.Any(from, table) is { } far ? score - (PerStep * far) - ManyRows
            : null;
    }

    /// <summary>How many of the columns that tables of people have are there.</summary>
    public int PersonWords(TableNode table) => Words.PersonWords.Count(w => table.Columns.Any(c => Array.TrueForAll(w.Split(' '), c.Words.Contains)));

    public bool IsOfPeople(TableNode table) => PersonWords(table) > 0;

    /// <summary>"who are the managers": rows without a name of their own are the people they refer to; null where they have one or refer to several.</summary>
    public TableNode? PersonOf(TableNode table) => table.Display.Any(d => d.IsText && !d.IsForeignKey) ? null
        : Reach.EdgesOf(table).Where(e => e.Many == table && IsOfPeople(e.One)).Select(e => e.One).Distinct().ToList() is [var only] ? only : null;

    public static EntityRef Ref(TableNode table, KeyEdge? role = null) => new(table, role);

    /// <summary>A use of a table from rows that may lead there by several keys: the one that is named, or the one that the preposition speaks of.</summary>
    public EntityRef RefFrom(TableNode from, TableNode table, Span at, KeyEdge? role = null, Direction direction = Direction.None)
    {
        var keys = KeysTo(from, table);
        if (role is not null || keys.Count < 2)
        {
            return new EntityRef(table, role ?? (keys.Count == 1 && Reach.EdgesOf(from).Count(e => e.Other(from) == table) > 1 ? keys[0] : null));
        }

        var wanted = direction switch { Direction.From => Words.Origins, Direction.To => Words.Destinations, _ => null };
        var main = wanted is null ? MainKey(from, keys) : null;
        if (wanted is null)
        {
            Choices.Doubt(main is null ? AnyKey : main.RoleWords.Count > 0 ? ByMainKey : 1);
        }

        var ranked = keys.Select(k => (k, k == main || (wanted is not null && k.RoleWords.Any(wanted.Contains)) ? 1.0 : 0.5));
        return new EntityRef(table, Choices.Pick($"key {from} {table} {at.First} {direction}", at, ranked, k => k.ManyColumns[0].ToString()));
    }

    /// <summary>
    /// The key that says what a row itself is: <c>visit_concept_id</c> of visits, where others say more of it (<c>discharged_to_concept_id</c>), or the only
    /// one that says no role: <c>customer_id</c> beside <c>gift_recipient_id</c>. Null where none or several do.
    /// </summary>
    public static KeyEdge? MainKey(TableNode from, IReadOnlyList<KeyEdge> keys)
    {
        var own = keys.Where(k => k.Many == from && k.RoleWords.Count > 0 && k.RoleWords.All(from.Words.Contains)).ToList();
        return own.Count == 1 ? own[0] : keys.Where(k => k.Many == from && k.RoleWords.Count == 0).ToList() is [var plain] ? plain : null;
    }

    /// <summary>
    /// Keys between two tables. Where the rows of one are called by one of their keys ("a like" has the one who likes and the one who is liked), they are
    /// had by whoever the other key refers to.
    /// </summary>
    public IReadOnlyList<KeyEdge> KeysTo(TableNode from, TableNode table)
    {
        List<KeyEdge> keys = table == from ? [] : [.. Reach.EdgesOf(from).Where(e => e.Other(from) == table)];
        if (keys.Count > 1 && keys.TrueForAll(k => k.Many == keys[0].Many) && keys.FindAll(k => k.RoleWords.Count == 0) is [var plain])
        {
            // "customer_id" beside "gift_recipient_id": whose customer it is, where nothing else is said.
            return [plain];
        }

        if (keys.Count != 2 || keys[0].Many != keys[1].Many || keys.Exists(k => k.ManyColumns[0].Words.Contains(k.One.Words[^1])))
        {
            return keys;
        }

        var others = keys.FindAll(k => !k.RoleWords.Any(w => k.Many.Words.Any(t => IsSame(w, t))));
        return others.Count == 1 ? others : keys;
    }

    private static bool IsSame(string a, string b) => a == b || EnglishInflection.Stem(a) == EnglishInflection.Stem(b);

    /// <summary>"name" of people who have a first and a last name: both.</summary>
    public IEnumerable<OperandPart> Names(AttributePart part, TableNode head)
    {
        if (Column(part, head) is not { } column || !column.Table.Display.Contains(column))
        {
            return [part];
        }

        var score = part.Name.Columns.First(c => c.Node == column).Score;
        var alike = column.Table.Display.Select(d => part.Name.Columns.FirstOrDefault(c => c.Node == d && Math.Abs(c.Score - score) < SameName))
            .OfType<Candidate<ColumnNode>>().ToList();
        return alike.Count < 2 ? [part] : alike.Select(a => new AttributePart(new ColumnName([a]) { At = part.Name.At }) { At = part.At });
    }

    public ColumnUse UseFrom(TableNode from, ColumnNode column, Span at, KeyEdge? role = null, Direction direction = Direction.None) =>
        new(column, RefFrom(from, column.Table, at, role, direction)) { At = at };

    public static ColumnUse Use(ColumnNode column, Span at = default) => new(column, new EntityRef(column.Table)) { At = at };
}

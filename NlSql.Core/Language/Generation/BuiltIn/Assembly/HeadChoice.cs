using NlSql.Core.Language.Generation.BuiltIn.Frames;
using NlSql.Core.Language.Generation.BuiltIn.Grammar;
using NlSql.Core.Language.Schema;

namespace NlSql.Core.Language.Generation.BuiltIn.Assembly;

/// <summary>Finds the thing that the rows of a list are of.</summary>
internal sealed class HeadChoice(Scene scene, FigureAssembly figures)
{
    private const double Named = 0.1;
    private const double Near = 0.2;
    private const double Referring = 0.05;
    private const double PerStep = 0.05;
    private const double Doer = 0.3;
    private const double Anybody = 0.95;

    /// <summary>Null when nothing is listed.</summary>
    public TableNode? Of(Sentence sentence)
    {
        if (Possessor(sentence) is { } possessor)
        {
            return possessor;
        }

        if (Pairs(sentence) is { } pairs)
        {
            return pairs;
        }

        if (sentence.Shows.OfType<EntityPart>().FirstOrDefault() is { } entity)
        {
            if (entity is { IsOf: true, Name.Role: { } role })
            {
                return role.Many;
            }

            var named = scene.Table(entity);
            scene.Choices.Doubt(sentence.Cues.Contains("who") && !scene.IsOfPeople(named) && scene.PersonOf(named) is null ? 0.85 : 1);
            return named;
        }

        if (sentence.Shows.FirstOrDefault(s => s is DurationPart or StretchPart or ArithmeticPart) is { } computed)
        {
            return figures.GrainOf(computed);
        }

        var owner = sentence.Shows.OfType<AttributePart>().Select(a => a.Owner).FirstOrDefault(o => o is not null);
        if (owner is not null)
        {
            return scene.Table(owner);
        }

        if (Told(sentence) is { } told)
        {
            return told;
        }

        if (Together([.. sentence.Shows.OfType<AttributePart>()]) is { } together)
        {
            return together;
        }

        var columns = sentence.Shows.OfType<AttributePart>().Select(a => scene.Column(a, null)).ToList();
        if (columns.Count > 0)
        {
            return columns.OfType<ColumnNode>().Select(c => c.Table).Aggregate((TableNode?)null, (a, b) => a is null ? b : scene.Reach.ToOne(a, b) is not null
                ? a : b);
        }

        if (sentence.Cues.Contains("who") && sentence.Shows.Count == 0)
        {
            return Person(sentence);
        }

        if (sentence.Best is { Key: null, Degree: { } degree } && sentence.Shows.Count == 0 && Implied(sentence) is { } kind)
        {
            var isNamed = sentence.Filters.OfType<ValuesPart>().Any(f => f.Values[0].Values.Any(v => v.Column.Table == kind && ThingsOfKind.IsName(v.Column)));
            return OfKind(degree, kind, isNamed);
        }

        if (sentence.Best is not null || sentence.Shows.Count > 0 || sentence.Filters.Count == 0)
        {
            return null;
        }

        scene.Choices.Doubt(0.85);
        return Implied(sentence);
    }

    /// <summary>"names of players and names of their coaches": the rows that pair two things, where exactly one table does.</summary>
    private TableNode? Pairs(Sentence sentence)
    {
        if (sentence.Best is not null || sentence.Limit is not null || sentence.Shows.Count != 2)
        {
            return null;
        }

        var things = sentence.Shows.Select(s => s switch
        {
            EntityPart entity => scene.Table(entity),
            AttributePart { Owner: { } owner } => scene.Table(owner),
            _ => null,
        }).OfType<TableNode>().Distinct().ToList();
        return things is not [var one, var other] || scene.Reach.ToOne(one, other) is not null || scene.Reach.ToOne(other, one) is not null ? null
            : scene.Reach.EdgesOf(one).Where(e => e.One == one && e.Many != one && scene.Reach.ToOne(e.Many, other) == 1)
                .Select(e => e.Many).Distinct().ToList() is [var pairs] ? pairs : null;
    }

    /// <summary>"which station had the most rain": what the rows of periods are told apart by.</summary>
    private TableNode? Told(Sentence sentence) => SeriesPeriods.Spoken(sentence) is { } series && sentence.Shows is [AttributePart only]
        ? only.Name.Columns.Where(c => c.Score >= only.Name.Columns[0].Score - Named)
            .Select(c => (c.Node.Table, Steps: scene.Reach.ToOne(series, c.Node.Table)))
            .Where(c => c.Steps is not null).OrderBy(c => c.Steps).Select(c => c.Table).FirstOrDefault()
        : null;

    /// <summary>"codes and descriptions": columns that are said together stand in one table, if they can.</summary>
    private TableNode? Together(List<AttributePart> attributes) => attributes.Count < 2 ? null : attributes[0].Name.Columns.Select(c => c.Node.Table).Distinct()
        .Select(t => (Table: t, Fits: attributes.ConvertAll(a => Fit(a, t))))
        .Where(t => !t.Fits.Contains(null))
        .Select(t => (t.Table, Score: t.Fits.Sum() + (scene.NamedTables.Contains(t.Table) ? Named : 0)))
        .OrderByDescending(t => t.Score).Select(t => t.Table).FirstOrDefault();

    /// <summary>How well the best of the table's columns fits; null when those of other tables fit far better.</summary>
    private static double? Fit(AttributePart attribute, TableNode table)
    {
        var best = attribute.Name.Columns.Where(c => c.Node.Table == table).Select(c => (double?)(c.Score - (c.Node.IsForeignKey ? Referring : 0))).Max();
        return best > attribute.Name.Columns[0].Score - Near ? best : null;
    }

    /// <summary>"name and city of customers": each customer has one of both.</summary>
    private TableNode? Possessor(Sentence sentence)
    {
        if (!sentence.Shows.Exists(s => s is AttributePart) || !sentence.Shows.Exists(s => s is EntityPart))
        {
            return null;
        }

        var owners = sentence.Shows.OfType<AttributePart>().Select(a => a.Owner).Concat(sentence.Filters.OfType<MentionPart>().Select(m => m.Of));
        return owners.OfType<EntityPart>().Select(scene.Table).FirstOrDefault(t => sentence.Shows.TrueForAll(s => s switch
        {
            AttributePart attribute => attribute.Name.Columns.Any(c => c.Node.Table == t),
            EntityPart entity => scene.Reach.ToOne(t, scene.Table(entity)) is not null,
            _ => false,
        }));
    }

    /// <summary>"who": the people nearest to what else is said.</summary>
    private TableNode? Person(Sentence sentence)
    {
        var near = sentence.Best?.Key is { } key ? figures.GrainOf(key) : Implied(sentence);
        var people = scene.Tables.Where(scene.IsOfPeople).Select(t => (Table: t, People: scene.PersonWords(t)))
            .Select(t => (t.Table, Steps: near is null ? 0 : scene.Reach.Any(t.Table, near), t.People, Does: t.Table.Words.Any(scene.Doers.Contains)))
            .Where(t => t.Steps is not null && t.Table.Info.ViewDefinition is null).ToList();
        if (people.Count > 1 && !people.Exists(p => p.Does) && (scene.Doers.Count > 0 || people.Count(p => p.Steps <= people.Min(n => n.Steps)) > 1))
        {
            // Of several kinds of people none is said to do it.
            scene.Choices.Doubt(Anybody);
        }

        return scene.Choices.Pick(
            "who", Span.None, people.Select(t => (t.Table, 0.9 + (0.05 * t.People) - (0.1 * t.Steps!.Value) + (t.Does ? Doer : 0))), t => t.Name);
    }

    /// <summary>"the cheapest tents" where tents are a category: the things that are of the kind and have what the adjective speaks of.</summary>
    /// <param name="isNamed">The kinds are rows of their own, called so.</param>
    private TableNode? OfKind(Lattice.DegreeWord degree, TableNode kind, bool isNamed) => scene.Choices.Pick(
        $"kind {degree.At.First}",
        Span.None,
        from table in scene.Tables
        let steps = scene.Reach.ToOne(table, kind)
        where steps == 0 || (steps == 1 && isNamed)
        let graded = MeasureChoice.Graded(degree, table, scene).Select(g => g.Score).DefaultIfEmpty(0).Max()
        where graded > 0
        select (table, graded - (PerStep * steps.Value) - (table.Info.ViewDefinition is null ? 0 : PerStep)),
        t => t.Name);

    /// <summary>Nothing is named but conditions: rows of what the first of them speaks of.</summary>
    private TableNode? Implied(Sentence sentence) =>
        sentence.Filters.Select(f => f switch
        {
            PeriodPart { Column: { } column } => scene.Column(column, null)?.Table,
            ComparePart { Left: AttributePart left } => scene.Column(left, null)?.Table,
            ValuesPart { Of: { } of } => scene.Table(of),
            ValuesPart { Column: { } column } => scene.Column(column, null)?.Table,
            ValuesPart values => values.Values[0].Values.Select(v => v.Column.Table).FirstOrDefault(),
            MentionPart mention => scene.Table(mention.Of),
            KeyPart key => scene.Table(key.Of),
            FlagPart flag => flag.Flag.Columns[0].Node.Table,
            _ => null,
        }).FirstOrDefault(t => t is not null);
}

using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Caching;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Retrieval.Documents;
using NlSql.Core.Language.Retrieval.Lexical;
using NlSql.Core.Language.Retrieval.Ranking;
using NlSql.Core.Language.Retrieval.Storage;
using NlSql.Core.Language.Retrieval.ValueLinks;
using NlSql.Core.Language.Retrieval.Vectors;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Words;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Language.Retrieval;

/// <summary>The search over one catalog: question -> ranked tables and columns, bridges, value links.</summary>
internal sealed class SchemaIndex : ISchemaIndex
{
    /// <summary>Tables that bridges are looked for between.</summary>
    private const int Anchors = 4;

    /// <summary>Tables whose order is told: more than any prompt has room for.</summary>
    private const int MostRanked = 500;

    private readonly IEmbeddingGenerator<string, Embedding<float>> embedder;
    private readonly TermAnalyzer analyzer;
    private readonly SchemaLexicon lexicon;
    private readonly SchemaDocuments documents;
    private readonly TableCopies copies;
    private readonly RankingWeights weights;
    private readonly Dictionary<RelationName, int> tables = [];
    private readonly TableTerms terms;
    private readonly int cacheSize;
    private readonly WordKnowledge knowledge;
    private readonly ILogger logger;
    private readonly IndexRenewal? renewal;

    /// <summary>Searches that have begun may still use them, so that they go with the index.</summary>
    private readonly List<IVectorIndex> retired = [];
    private readonly Lock changing = new();
    private volatile Side side;

    public SchemaIndex(
        SchemaDocuments documents,
        OpenedVectors opened,
        IEmbeddingGenerator<string, Embedding<float>> embedder,
        TermAnalyzer analyzer,
        int cacheSize,
        WordKnowledge knowledge,
        ILogger logger,
        IndexRenewal? renewal = null,
        RankingWeights? weights = null)
    {
        var catalog = documents.Catalog;
        this.documents = documents;
        this.cacheSize = cacheSize;
        this.renewal = renewal;
        this.weights = weights ?? RankingWeights.Default;
        this.embedder = embedder;
        this.analyzer = analyzer;
        this.knowledge = knowledge;
        this.logger = logger;
        lexicon = SchemaLexicon.Of(catalog, analyzer);
        copies = TableCopies.Of(catalog, analyzer);
        terms = new TableTerms(catalog, analyzer);
        side = SideOf(opened, Reading.Of(catalog, knowledge.Dictionary));
        for (var t = 0; t < catalog.Tables.Count; t++)
        {
            tables.TryAdd(catalog.Tables[t].Name, t);
        }
    }

    public SchemaIndexInfo Info => side.Info;

    /// <summary>The renewal of the vectors that runs or ran last.</summary>
    internal Task Renewal => renewal?.Running ?? Task.CompletedTask;

    public async ValueTask<RetrievedSchema> SearchAsync(string question, RetrievalLimits limits, CancellationToken cancellationToken)
    {
        var side = this.side;
        if (side.Answers.TryGet((question, limits), out var known))
        {
            return known;
        }

        // The words of the house stand for those of the schema; values are looked for in the question itself only.
        var related = knowledge.Glossary.Related(question);
        var query = QueryTerms.Of(related.Length == 0 ? question : $"{question} {related}", analyzer, lexicon);
        if (await EmbedAsync(query.Text, side.Info, cancellationToken).ConfigureAwait(false) is not { } vector)
        {
            // Words alone still find most; the answer is not kept, the endpoint may be back for the next question.
            return Rank(side, question, query, vector: null, limits);
        }

        var found = Rank(side, question, query, vector, limits);
        side.Answers.Set((question, limits), found);
        return found;
    }

    public void Reread(SchemaCatalog catalog)
    {
        if (catalog.Hash != side.Reading.Catalog.Hash)
        {
            throw new ArgumentException("The catalog is not of the schema that was indexed.", nameof(catalog));
        }

        // What is looked up by place stays: equal hashes mean equal tables and columns in equal order.
        var reading = Reading.Of(catalog, knowledge.Dictionary);
        lock (changing)
        {
            side = side with { Reading = reading, Answers = new LruCache<(string Question, RetrievalLimits Limits), RetrievedSchema>(cacheSize) };
        }
    }

    public void Dispose()
    {
        // First, so that nothing is put into use any more.
        renewal?.Dispose();
        side.Index.Dispose();
        retired.ForEach(static index => index.Dispose());
    }

    private async ValueTask<ReadOnlyMemory<float>?> EmbedAsync(string text, SchemaIndexInfo info, CancellationToken cancellationToken)
    {
        try
        {
            var vector = await embedder.GenerateVectorAsync(text, cancellationToken: cancellationToken).ConfigureAwait(false);
            if (vector.Length == info.Dimension || info.Dimension == 0)
            {
                return vector;
            }

            RetrievalLog.QuestionNotEmbedded(logger, $"its vectors have {vector.Length} numbers, the index has {info.Dimension}.");
            renewal?.Start(Use);
        }
        catch (PipelineFailureException e) when (e.Failure.Party == FailureParty.Model)
        {
            RetrievalLog.QuestionNotEmbedded(logger, e.Failure.Message);
        }

        return null;
    }

    private void Use(OpenedVectors made)
    {
        lock (changing)
        {
            retired.Add(side.Index);
            side = SideOf(made, side.Reading);
        }
    }

    private Side SideOf(OpenedVectors opened, Reading reading) => new(
        new SchemaIndexInfo(
            opened.Index.Kind,
            VectorStore.ModelName(embedder),
            opened.Vectors.Dimension,
            opened.Vectors.Count,
            opened.RebuildReason is not null,
            opened.RebuildReason)
        {
            Notes = opened.Notes,
        },
        opened.Index,
        new SchemaRanker(documents, lexicon, opened.Vectors, opened.Index, reading.Graph, copies, weights),
        reading,
        new LruCache<(string Question, RetrievalLimits Limits), RetrievedSchema>(cacheSize));

    /// <param name="vector">Null where only words are used.</param>
    private RetrievedSchema Rank(Side side, string question, QueryTerms query, ReadOnlyMemory<float>? vector, RetrievalLimits limits)
    {
        var numbers = (vector ?? new float[side.Info.Dimension]).Span;
        var (catalog, graph, values) = side.Reading;
        var links = values.Find(question);
        var (valueTables, valueColumns) = WeighLinks(catalog, links);
        var ranked = side.Ranker.RankTables(query, numbers, valueTables);
        var bridges = new JoinCompletion(graph).Complete(ranked, Math.Min(Anchors, limits.Tables));
        var chosen = SchemaSelection.Choose(ranked, bridges, limits.Tables);
        var columns = side.Ranker.RankColumns(query, numbers, chosen, valueColumns);
        var explain = new TableExplanation(catalog, terms, query, links, bridges, byMeaning: vector is not null);
        var names = chosen.Select(c => catalog.Tables[c.Table].Name).ToHashSet();
        return new RetrievedSchema
        {
            Tables = [.. chosen.Select(c => explain.Describe(c))],
            Ranked = [.. ranked.Take(MostRanked).Select(c => catalog.Tables[c.Table].Name)],
            Columns = [.. columns.Take(limits.Columns)
                .Select(c => new RetrievedColumn(catalog.Tables[c.Table].Name, catalog.Tables[c.Table].Columns[c.Column], c.Score))],
            Joins = [.. Joins(catalog, graph).Where(k => names.Contains(k.From) && names.Contains(k.To))],
            ValueLinks = links,
        };
    }

    private static IEnumerable<ForeignKey> Joins(SchemaCatalog catalog, SchemaGraph graph) => catalog.ForeignKeys.Concat(graph.Keys
        .Where(k => k.IsInferred)
        .Select(k => new ForeignKey(k.Many.Info.Name, Names(k.ManyColumns), k.One.Info.Name, Names(k.OneColumns), IsDeclared: false)));

    private static IReadOnlyList<string> Names(IReadOnlyList<ColumnNode> columns) => [.. columns.Select(c => c.Info.Name)];

    // A value that stands in many columns says little about each of them.
    private (Dictionary<int, double> Tables, Dictionary<(int Table, int Column), double> Columns) WeighLinks(
        SchemaCatalog catalog, IReadOnlyList<ValueLink> links)
    {
        var tables = new Dictionary<int, double>();
        var columns = new Dictionary<(int Table, int Column), double>();
        foreach (var phrase in links.GroupBy(static l => l.Start))
        {
            var share = 1 / Math.Sqrt(phrase.Count());
            foreach (var link in phrase)
            {
                var table = this.tables[link.Table];
                var weight = link.Similarity * share;
                tables[table] = Math.Max(weight, tables.GetValueOrDefault(table));
                var ordinal = 0;
                while (catalog.Tables[table].Columns[ordinal].Name != link.Column)
                {
                    ordinal++;
                }

                columns[(table, ordinal)] = Math.Max(weight, columns.GetValueOrDefault((table, ordinal)));
            }
        }

        return (tables, columns);
    }

    /// <summary>What the vectors and the reading of the schema are behind; replaced as one when either is made anew.</summary>
    private sealed record Side(
        SchemaIndexInfo Info,
        IVectorIndex Index,
        SchemaRanker Ranker,
        Reading Reading,
        LruCache<(string Question, RetrievalLimits Limits), RetrievedSchema> Answers);

    /// <summary>What answers are made of, from one reading of the schema.</summary>
    private sealed record Reading(SchemaCatalog Catalog, SchemaGraph Graph, ValueLinker Values)
    {
        public static Reading Of(SchemaCatalog catalog, WordSegmenter dictionary) =>
            new(catalog, SchemaGraph.Of(catalog, dictionary), new ValueLinker(catalog));
    }
}

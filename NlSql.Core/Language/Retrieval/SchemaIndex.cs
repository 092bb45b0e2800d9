using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using NlSql.Core.Database.Catalog;
using NlSql.Core.Foundation.Caching;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Language.Retrieval.Documents;
using NlSql.Core.Language.Retrieval.JoinPaths;
using NlSql.Core.Language.Retrieval.Lexical;
using NlSql.Core.Language.Retrieval.Ranking;
using NlSql.Core.Language.Retrieval.Storage;
using NlSql.Core.Language.Retrieval.Text;
using NlSql.Core.Language.Retrieval.ValueLinks;
using NlSql.Core.Language.Retrieval.Vectors;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Language.Retrieval;

/// <summary>The search over one catalog: question -> ranked tables and columns, bridges, value links.</summary>
internal sealed class SchemaIndex : ISchemaIndex
{
    /// <summary>Tables that bridges are looked for between.</summary>
    private const int Anchors = 4;

    private readonly IEmbeddingGenerator<string, Embedding<float>> _embedder;
    private readonly TermAnalyzer _analyzer;
    private readonly SchemaLexicon _lexicon;
    private readonly SchemaDocuments _documents;
    private readonly TableCopies _copies;
    private readonly RankingWeights _weights;
    private readonly Dictionary<RelationName, int> _tables = [];
    private readonly TableTerms _terms;
    private readonly int _cacheSize;
    private readonly SiteGlossary _glossary;
    private readonly ILogger _logger;
    private readonly IndexRenewal? _renewal;

    /// <summary>Searches that have begun may still use them, so that they go with the index.</summary>
    private readonly List<IVectorIndex> _retired = [];
    private readonly Lock _changing = new();
    private volatile Side _side;

    public SchemaIndex(
        SchemaDocuments documents,
        OpenedVectors opened,
        IEmbeddingGenerator<string, Embedding<float>> embedder,
        TermAnalyzer analyzer,
        int cacheSize,
        SiteGlossary glossary,
        ILogger logger,
        IndexRenewal? renewal = null,
        RankingWeights? weights = null)
    {
        var catalog = documents.Catalog;
        _documents = documents;
        _cacheSize = cacheSize;
        _renewal = renewal;
        _weights = weights ?? RankingWeights.Default;
        _embedder = embedder;
        _analyzer = analyzer;
        _glossary = glossary;
        _logger = logger;
        _lexicon = SchemaLexicon.Of(catalog, analyzer);
        _copies = TableCopies.Of(catalog, analyzer);
        _terms = new TableTerms(catalog, analyzer);
        _side = SideOf(opened, Reading.Of(catalog, analyzer));
        for (var t = 0; t < catalog.Tables.Count; t++)
        {
            _tables.TryAdd(catalog.Tables[t].Name, t);
        }
    }

    public SchemaCatalog Catalog => _side.Reading.Catalog;

    public SchemaIndexInfo Info => _side.Info;

    /// <summary>The renewal of the vectors that runs or ran last.</summary>
    internal Task Renewal => _renewal?.Running ?? Task.CompletedTask;

    public async ValueTask<RetrievedSchema> SearchAsync(string question, RetrievalLimits limits, CancellationToken cancellationToken)
    {
        var side = _side;
        if (side.Answers.TryGet((question, limits), out var known))
        {
            return known;
        }

        // The words of the house stand for those of the schema; values are looked for in the question itself only.
        var related = _glossary.Related(question);
        var query = QueryTerms.Of(related.Length == 0 ? question : $"{question} {related}", _analyzer, _lexicon);
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
        if (catalog.Hash != Catalog.Hash)
        {
            throw new ArgumentException("The catalog is not of the schema that was indexed.", nameof(catalog));
        }

        // What is looked up by place stays: equal hashes mean equal tables and columns in equal order.
        var reading = Reading.Of(catalog, _analyzer);
        lock (_changing)
        {
            _side = _side with { Reading = reading, Answers = new LruCache<(string Question, RetrievalLimits Limits), RetrievedSchema>(_cacheSize) };
        }
    }

    public void Dispose()
    {
        // First, so that nothing is put into use any more.
        _renewal?.Dispose();
        _side.Index.Dispose();
        _retired.ForEach(static index => index.Dispose());
    }

    private async ValueTask<ReadOnlyMemory<float>?> EmbedAsync(string text, SchemaIndexInfo info, CancellationToken cancellationToken)
    {
        try
        {
            var vector = await _embedder.GenerateVectorAsync(text, cancellationToken: cancellationToken).ConfigureAwait(false);
            if (vector.Length == info.Dimension || info.Dimension == 0)
            {
                return vector;
            }

            RetrievalLog.QuestionNotEmbedded(_logger, $"its vectors have {vector.Length} numbers, the index has {info.Dimension}.");
            _renewal?.Start(Use);
        }
        catch (PipelineFailureException e) when (e.Failure.Party == FailureParty.Model)
        {
            RetrievalLog.QuestionNotEmbedded(_logger, e.Failure.Message);
        }

        return null;
    }

    private void Use(OpenedVectors made)
    {
        lock (_changing)
        {
            _retired.Add(_side.Index);
            _side = SideOf(made, _side.Reading);
        }
    }

    private Side SideOf(OpenedVectors opened, Reading reading) => new(
        new SchemaIndexInfo(
            opened.Index.Kind,
            VectorStore.ModelName(_embedder),
            opened.Vectors.Dimension,
            opened.Vectors.Count,
            opened.RebuildReason is not null,
            opened.RebuildReason)
        {
            Notes = opened.Notes,
        },
        opened.Index,
        new SchemaRanker(_documents, _lexicon, opened.Vectors, opened.Index, reading.Joins, _copies, _weights),
        reading,
        new LruCache<(string Question, RetrievalLimits Limits), RetrievedSchema>(_cacheSize));

    /// <param name="vector">Null where only words are used.</param>
    private RetrievedSchema Rank(Side side, string question, QueryTerms query, ReadOnlyMemory<float>? vector, RetrievalLimits limits)
    {
        var numbers = (vector ?? new float[side.Info.Dimension]).Span;
        var (catalog, joins, values) = side.Reading;
        var links = values.Find(question);
        var (valueTables, valueColumns) = WeighLinks(catalog, links);
        var ranked = side.Ranker.RankTables(query, numbers, valueTables);
        var bridges = new JoinCompletion(joins).Complete(ranked, Math.Min(Anchors, limits.Tables));
        var chosen = SchemaSelection.Choose(ranked, bridges, limits.Tables);
        var columns = side.Ranker.RankColumns(query, numbers, chosen, valueColumns);
        var explain = new TableExplanation(catalog, _terms, query, links, bridges, byMeaning: vector is not null);
        var names = chosen.Select(c => catalog.Tables[c.Table].Name).ToHashSet();
        return new RetrievedSchema
        {
            Tables = [.. chosen.Select(c => explain.Describe(c))],
            Columns = [.. columns.Take(limits.Columns)
                .Select(c => new RetrievedColumn(catalog.Tables[c.Table].Name, catalog.Tables[c.Table].Columns[c.Column], c.Score))],
            Joins = [.. joins.Keys.Where(k => names.Contains(k.From) && names.Contains(k.To))],
            ValueLinks = links,
        };
    }

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
                var table = _tables[link.Table];
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
        SchemaIndexInfo Info, IVectorIndex Index, SchemaRanker Ranker, Reading Reading, LruCache<(string Question, RetrievalLimits Limits), RetrievedSchema> Answers);

    /// <summary>What answers are made of, from one reading of the schema.</summary>
    private sealed record Reading(SchemaCatalog Catalog, KeyGraph Joins, ValueLinker Values)
    {
        public static Reading Of(SchemaCatalog catalog, TermAnalyzer analyzer) =>
            new(catalog, KeyGraph.Of(catalog, analyzer), new ValueLinker(catalog, PhraseIndex.Of(catalog)));
    }
}

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
    private readonly IVectorIndex _vectorIndex;
    private readonly KeyGraph _joins;
    private readonly ValueLinker _values;
    private readonly SchemaRanker _ranker;
    private readonly Dictionary<RelationName, int> _tables = [];
    private readonly TableTerms _terms;
    private readonly LruCache<(string Question, RetrievalLimits Limits), RetrievedSchema> _cache;
    private readonly SiteGlossary _glossary;
    private readonly ILogger _logger;

    public SchemaIndex(
        SchemaDocuments documents,
        QuantizedVectors vectors,
        IVectorIndex vectorIndex,
        IEmbeddingGenerator<string, Embedding<float>> embedder,
        TermAnalyzer analyzer,
        SchemaIndexInfo info,
        int cacheSize,
        SiteGlossary glossary,
        ILogger logger,
        RankingWeights? weights = null)
    {
        Catalog = documents.Catalog;
        Info = info;
        _embedder = embedder;
        _analyzer = analyzer;
        _glossary = glossary;
        _logger = logger;
        _vectorIndex = vectorIndex;
        _lexicon = SchemaLexicon.Of(Catalog, analyzer);
        _joins = KeyGraph.Of(Catalog, analyzer);
        _values = new ValueLinker(Catalog, PhraseIndex.Of(Catalog));
        _ranker = new SchemaRanker(documents, _lexicon, vectors, vectorIndex, _joins, TableCopies.Of(Catalog, analyzer), weights ?? RankingWeights.Default);
        _terms = new TableTerms(Catalog, analyzer);
        _cache = new LruCache<(string Question, RetrievalLimits Limits), RetrievedSchema>(cacheSize);
        for (var t = 0; t < Catalog.Tables.Count; t++)
        {
            _tables.TryAdd(Catalog.Tables[t].Name, t);
        }
    }

    public SchemaCatalog Catalog { get; }

    public SchemaIndexInfo Info { get; }

    public async ValueTask<RetrievedSchema> SearchAsync(string question, RetrievalLimits limits, CancellationToken cancellationToken)
    {
        if (_cache.TryGet((question, limits), out var known))
        {
            return known;
        }

        // The words of the house stand for those of the schema; values are looked for in the question itself only.
        var related = _glossary.Related(question);
        var query = QueryTerms.Of(related.Length == 0 ? question : $"{question} {related}", _analyzer, _lexicon);
        if (await EmbedAsync(query.Text, cancellationToken).ConfigureAwait(false) is not { } vector)
        {
            // Words alone still find most; the answer is not kept, the endpoint may be back for the next question.
            return Rank(question, query, new float[Info.Dimension], limits);
        }

        var found = Rank(question, query, vector, limits);
        _cache.Set((question, limits), found);
        return found;
    }

    public void Dispose() => _vectorIndex.Dispose();

    private async ValueTask<ReadOnlyMemory<float>?> EmbedAsync(string text, CancellationToken cancellationToken)
    {
        try
        {
            var vector = await _embedder.GenerateVectorAsync(text, cancellationToken: cancellationToken).ConfigureAwait(false);
            if (vector.Length == Info.Dimension || Info.Dimension == 0)
            {
                return vector;
            }

            RetrievalLog.QuestionNotEmbedded(_logger, $"its vectors have {vector.Length} numbers, the index has {Info.Dimension}.");
        }
        catch (PipelineFailureException e) when (e.Failure.Party == FailureParty.Model)
        {
            RetrievalLog.QuestionNotEmbedded(_logger, e.Failure.Message);
        }

        return null;
    }

    private RetrievedSchema Rank(string question, QueryTerms query, ReadOnlyMemory<float> vector, RetrievalLimits limits)
    {
        var links = _values.Find(question);
        var (valueTables, valueColumns) = WeighLinks(links);
        var ranked = _ranker.RankTables(query, vector.Span, valueTables);
        var bridges = new JoinCompletion(_joins).Complete(ranked, Math.Min(Anchors, limits.Tables));
        var chosen = SchemaSelection.Choose(ranked, bridges, limits.Tables);
        var columns = _ranker.RankColumns(query, vector.Span, chosen, valueColumns);
        var explain = new TableExplanation(Catalog, _terms, query, links, bridges);
        var names = chosen.Select(c => Catalog.Tables[c.Table].Name).ToHashSet();
        return new RetrievedSchema
        {
            Tables = [.. chosen.Select(c => explain.Describe(c))],
            Columns = [.. columns.Take(limits.Columns).Select(c => new RetrievedColumn(Catalog.Tables[c.Table].Name, Catalog.Tables[c.Table].Columns[c.Column], c.Score))],
            Joins = [.. _joins.Keys.Where(k => names.Contains(k.From) && names.Contains(k.To))],
            ValueLinks = links,
        };
    }

    // A value that stands in many columns says little about each of them.
    private (Dictionary<int, double> Tables, Dictionary<(int Table, int Column), double> Columns) WeighLinks(IReadOnlyList<ValueLink> links)
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
                while (Catalog.Tables[table].Columns[ordinal].Name != link.Column)
                {
                    ordinal++;
                }

                columns[(table, ordinal)] = Math.Max(weight, columns.GetValueOrDefault((table, ordinal)));
            }
        }

        return (tables, columns);
    }
}

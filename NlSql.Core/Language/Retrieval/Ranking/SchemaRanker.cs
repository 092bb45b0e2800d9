using NlSql.Core.Language.Retrieval.Documents;
using NlSql.Core.Language.Retrieval.Lexical;
using NlSql.Core.Language.Retrieval.Vectors;
using NlSql.Core.Language.Schema;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Language.Retrieval.Ranking;

/// <summary>
/// Fuses the lexical and the vector side into one order of tables and of columns: a weighted sum of z-scores over the candidates, then
/// a share of the scores of tables joined by a key.
/// </summary>
internal sealed class SchemaRanker(
    SchemaDocuments documents,
    SchemaLexicon lexicon,
    QuantizedVectors vectors,
    IVectorIndex index,
    SchemaGraph graph,
    TableCopies copies,
    RankingWeights weights)
{
    /// <summary>Up to so many tables all are candidates.</summary>
    private const int SmallCatalog = 150;
    private const int VectorHits = 400;
    private const int LexicalTables = 80;
    private const int BestColumns = 3;
    private const int JoinedTables = 4;

    /// <summary>All candidate tables, best first.</summary>
    public List<RankedTable> RankTables(QueryTerms query, ReadOnlySpan<float> vector, IReadOnlyDictionary<int, double> valueTables)
    {
        using var lexical = new PooledScores(documents.TableCount);
        lexicon.Tables.Score(query.Terms, lexical.Span);
        int[] tables = [.. Candidates(lexical.Span, vector, valueTables)];
        var count = tables.Length;
        var tableVector = new double[count];
        var nameVector = new double[count];
        var columnVector = new double[count];
        var lexicalScore = new double[count];
        for (var i = 0; i < count; i++)
        {
            var table = tables[i];
            lexicalScore[i] = lexical.Span[table];
            tableVector[i] = vectors.Dot(vector, table);
            nameVector[i] = vectors.Dot(vector, documents.NameDocument(table));
            columnVector[i] = BestColumnMean(table, vector);
        }

        Standardize(lexicalScore);
        Standardize(tableVector);
        Standardize(nameVector);
        Standardize(columnVector);
        var stems = query.Spelling.Keys.ToHashSet(StringComparer.Ordinal);
        var ranked = new List<RankedTable>(count);
        for (var i = 0; i < count; i++)
        {
            var coverage = lexicon.NameCoverage(tables[i], stems);
            var score = (weights.Lexical * lexicalScore[i])
                + (weights.TableVector * tableVector[i])
                + (weights.NameVector * nameVector[i])
                + (weights.ColumnVector * columnVector[i])
                + (weights.Value * valueTables.GetValueOrDefault(tables[i])) + (weights.NameCoverage * coverage) + (coverage > 0.999 ? weights.WholeName : 0);
            ranked.Add(new RankedTable(tables[i], score));
        }

        ranked = PutCopiesBehind(Spread(ranked), query);
        ranked.Sort(static (a, b) => b.Score != a.Score ? b.Score.CompareTo(a.Score) : a.Table.CompareTo(b.Table));
        return ranked;
    }

    /// <summary>Columns of <paramref name="tables"/>, best first.</summary>
    public List<RankedColumn> RankColumns(
        QueryTerms query,
        ReadOnlySpan<float> vector,
        IReadOnlyList<RankedTable> tables,
        IReadOnlyDictionary<(int Table, int Column), double> valueColumns)
    {
        var keys = JoinColumns(tables);
        using var lexical = new PooledScores(documents.ColumnCount);
        lexicon.Columns.Score(query.Terms, lexical.Span);
        var columns = new List<(int Table, int Column)>();
        var tableScore = new List<double>();
        foreach (var table in tables)
        {
            for (var c = 0; c < documents.Catalog.Tables[table.Table].Columns.Count; c++)
            {
                columns.Add((table.Table, c));
                tableScore.Add(table.Score);
            }
        }

        var lexicalScore = new double[columns.Count];
        var vectorScore = new double[columns.Count];
        for (var i = 0; i < vectorScore.Length; i++)
        {
            lexicalScore[i] = lexical.Span[documents.ColumnOrdinal(columns[i].Table, columns[i].Column)];
            vectorScore[i] = vectors.Dot(vector, documents.ColumnDocument(columns[i].Table, columns[i].Column));
        }

        var tableScores = tableScore.ToArray();
        Standardize(lexicalScore);
        Standardize(vectorScore);
        Standardize(tableScores);
        var ranked = new List<RankedColumn>(columns.Count);
        for (var i = 0; i < columns.Count; i++)
        {
            var score = lexicalScore[i]
                + (weights.ColumnDocument * vectorScore[i])
                + (weights.TableOfColumn * tableScores[i])
                + (weights.Value * valueColumns.GetValueOrDefault(columns[i]))
                + (keys.Contains((documents.Catalog.Tables[columns[i].Table].Name, documents.Catalog.Tables[columns[i].Table].Columns[columns[i].Column].Name))
                    ? weights.JoinColumn
                    : 0);
            ranked.Add(new RankedColumn(columns[i].Table, columns[i].Column, score));
        }

        ranked.Sort(static (a, b) => b.Score != a.Score ? b.Score.CompareTo(a.Score) : (a.Table, a.Column).CompareTo((b.Table, b.Column)));
        return ranked;
    }

    private HashSet<int> Candidates(ReadOnlySpan<float> lexical, ReadOnlySpan<float> vector, IReadOnlyDictionary<int, double> valueTables)
    {
        if (documents.TableCount <= SmallCatalog)
        {
            return [.. Enumerable.Range(0, documents.TableCount)];
        }

        var candidates = new HashSet<int>(valueTables.Keys);
        var rows = new int[Math.Min(VectorHits, index.Count)];
        var found = index.Search(vector, rows, new float[rows.Length]);
        foreach (var row in rows.AsSpan(0, found))
        {
            candidates.Add(documents.All[row].Table);
        }

        var named = new List<(int Table, float Score)>();
        for (var table = 0; table < lexical.Length; table++)
        {
            if (lexical[table] > 0)
            {
                named.Add((table, lexical[table]));
            }
        }

        candidates.UnionWith(named.OrderByDescending(static n => n.Score).Take(LexicalTables).Select(static n => n.Table));
        return candidates;
    }

    // Columns that join the best tables with each other: whoever reads these tables needs them.
    private HashSet<(RelationName, string)> JoinColumns(IReadOnlyList<RankedTable> tables)
    {
        var columns = new HashSet<(RelationName, string)>();
        var best = tables.Take(JoinedTables).Select(static t => t.Table).ToHashSet();
        foreach (var table in best)
        {
            var node = graph.Tables[table];
            foreach (var edge in graph.EdgesOf(node).Where(e => e.Many == node && !e.IsSelfReference && best.Contains(e.One.Place)))
            {
                columns.UnionWith(edge.ManyColumns.Concat(edge.OneColumns).Select(c => (c.Table.Info.Name, c.Info.Name)));
            }
        }

        return columns;
    }

    private double BestColumnMean(int table, ReadOnlySpan<float> vector)
    {
        Span<float> best = stackalloc float[BestColumns];
        best.Fill(float.NegativeInfinity);
        var columns = documents.Catalog.Tables[table].Columns.Count;
        for (var c = 0; c < columns; c++)
        {
            var score = vectors.Dot(vector, documents.ColumnDocument(table, c));
            for (var i = 0; i < best.Length; i++)
            {
                if (score > best[i])
                {
                    (best[i], score) = (score, best[i]);
                }
            }
        }

        var counted = Math.Min(columns, BestColumns);
        var sum = 0d;
        for (var i = 0; i < counted; i++)
        {
            sum += best[i];
        }

        return counted == 0 ? 0 : sum / counted;
    }

    // A table is likelier when one that it is joined with is likely: what a question needs hangs together. A table that is referred to
    // takes more from those that refer to it than the other way round, and details named after their owner more than others.
    private List<RankedTable> Spread(List<RankedTable> ranked)
    {
        var scores = ranked.ToDictionary(static r => r.Table, static r => r.Score);
        var spread = new List<RankedTable>(ranked.Count);
        foreach (var table in ranked)
        {
            double fromReferring = 0;
            double fromReferred = 0;
            var node = graph.Tables[table.Table];
            foreach (var edge in graph.EdgesOf(node).Where(e => !e.IsSelfReference))
            {
                var score = scores.GetValueOrDefault(edge.Other(node).Place);
                if (edge.Many == node)
                {
                    fromReferred = Math.Max(fromReferred, score);
                }
                else
                {
                    fromReferring = Math.Max(fromReferring, score);
                }
            }

            spread.Add(table with { Score = table.Score + (weights.FromReferring * fromReferring) + (weights.FromReferred * fromReferred) });
        }

        return spread;
    }

    private List<RankedTable> PutCopiesBehind(List<RankedTable> ranked, QueryTerms query)
    {
        var scores = ranked.ToDictionary(static r => r.Table, static r => r.Score);
        return [
            .. ranked.Select(r => copies.Find(r.Table) is { } copy
                && scores.TryGetValue(copy.Original, out var original)
                && !copy.AddedWords.Any(query.Spelling.ContainsKey)
                ? r with { Score = Math.Min(r.Score, original) - weights.CopyPenalty }
                : r)];
    }

    private static void Standardize(double[] values)
    {
        if (values.Length == 0)
        {
            return;
        }

        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = deviation > 1e-9 ? (values[i] - mean) / deviation : 0;
        }
    }
}

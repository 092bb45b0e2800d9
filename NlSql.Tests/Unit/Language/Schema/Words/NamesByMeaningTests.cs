using System.Globalization;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Words;
using NlSql.Tests.Unit.Language.Retrieval;

namespace NlSql.Tests.Unit.Language.Schema.Words;

/// <summary>What the embedder alone says of everyday words: <c>everyday-words.txt</c> beside this file, of which docs/adr/0041 gives the figures.</summary>
public sealed class NamesByMeaningTests(ITestOutputHelper output)
{
    private static readonly IReadOnlyList<(TableNode Table, string Said, string Right)> Pairs = Read();

    [Fact]
    public void AddColumns_EverydayWords_AreMostlyRightAndSilentWhereNoneIsMeant()
    {
        var (right, wrong, meant) = (0, 0, Pairs.Count(p => p.Right != "-"));
        foreach (var (table, said, expected) in Pairs)
        {
            foreach (var column in Found(new NamesByMeaning([table], RetrievalParts.Embedder), said))
            {
                output.WriteLine($"{(column == expected ? "right" : "WRONG")} {said} -> {column}");
                (right, wrong) = column == expected ? (right + 1, wrong) : (right, wrong + 1);
            }
        }

        output.WriteLine($"{right} right, {wrong} wrong, of {meant} meant and {Pairs.Count - meant} that mean nothing");
        Assert.InRange((double)right / (right + wrong), 0.85, 1);
        Assert.InRange((double)right / meant, 0.35, 1);
    }

    /// <summary>The table of the ADR: of the words whose nearest column is at least so near and so far before the next, how many are right.</summary>
    [Fact]
    public void Compare_ThresholdsAndMargins_NearerIsSurer()
    {
        var found = Pairs.Select(p => (p.Right, Nearest: Nearest(p.Table, p.Said))).ToList();
        var surer = new List<double>();
        foreach (var margin in new[] { 0, 0.04, 0.08, 0.12 })
        {
            foreach (var least in new[] { 0.25, 0.3, 0.35, 0.4, 0.45, 0.5 })
            {
                var kept = found.Where(f => f.Nearest.Cosine >= least && f.Nearest.Margin >= margin).ToList();
                var right = kept.Count(f => f.Right == f.Nearest.Column);
                var share = (double)right / kept.Count;
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"cosine {least:0.00} margin {margin:0.00}: {right} of {kept.Count} right ({100 * share:0} %)"));
                surer.Add(share);
            }
        }

        Assert.True(surer[^1] > surer[0]);
    }

    [Fact]
    public void AddTables_EverydayWord_GivesTheNearestTable()
    {
        var tables = SchemaParts.Tables("persons: id int", "invoices: id int", "warehouses: id int");
        var found = new List<string>();
        new NamesByMeaning(tables, RetrievalParts.Embedder).AddTables(["people"], (table, _) => found.Add(table.Name));

        Assert.Equal(["persons"], found);
    }

    private static List<string> Found(NamesByMeaning names, string said)
    {
        var found = new List<string>();
        names.AddColumns(Lemmas.OfPhrase(said), (column, _) => found.Add(column.Info.Name));
        return found;
    }

    private static (string Column, double Cosine, double Margin) Nearest(TableNode table, string said)
    {
        var cosines = new float[table.Columns.Count];
        new NameMeanings(RetrievalParts.Embedder, [.. table.Columns.Select(c => c.Words)]).Compare(Lemmas.OfPhrase(said), cosines);
        var order = cosines.Index().OrderByDescending(c => c.Item).ToList();
        return (table.Columns[order[0].Index].Info.Name, order[0].Item, order[0].Item - order[1].Item);
    }

    private static List<(TableNode, string, string)> Read()
    {
        var pairs = new List<(TableNode, string, string)>();
        TableNode? table = null;
        using var stream = typeof(NamesByMeaningTests).Assembly.GetManifestResourceStream("everyday-words.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith("table ", StringComparison.Ordinal))
            {
                table = SchemaParts.Tables(line["table ".Length..])[0];
            }
            else if (line.Split(" -> ") is [var said, var right] && line[0] != '#')
            {
                pairs.Add((table!, said, right));
            }
        }

        return pairs;
    }
}

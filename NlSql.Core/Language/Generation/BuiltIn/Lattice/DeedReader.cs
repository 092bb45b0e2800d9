using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Facts;

namespace NlSql.Core.Language.Generation.BuiltIn.Lattice;

/// <summary>
/// Finds the rows that are kept of what a verb says was done: loans of "borrowed". Of a thing that only one table refers to, "used" is a row of that table.
/// </summary>
internal sealed class DeedReader(INameSource names)
{
    private const double Called = 0.9;
    private const double Step = 0.01;
    private const double Said = 0.93;
    private const double Used = 0.9;
    private const double Alike = 0.1;
    private const string SaleLine = "order line";
    private static readonly Deeds Known = Deeds.English;

    public void AddTo(List<Reading> found, IReadOnlyList<Token> tokens, List<int> places)
    {
        // "loans made at the branch" are loans; "vouchers never used" are those of no order.
        var isCounted = found.Exists(r => r.Symbol is "not" or "nobody" or "mostoften" or "leastoften" or "timesword" or "once" or "twice");
        for (var place = 0; place < places.Count; place++)
        {
            var token = tokens[places[place]];
            if (token.Kind != TokenKind.Word || found.Exists(r => r.First == place && r.Symbol is Symbols.Value or Symbols.Flag))
            {
                // "paid or cancelled" where those are states.
                continue;
            }

            if (place + 1 < places.Count && Known.Of(token, tokens[places[place + 1]]) is { } pair && Rows(pair) is { Count: > 0 } both)
            {
                found.Add(new Reading(Symbols.Deed, place, 2, new TableName(both, IsVerb: true), Said));
            }

            if (Known.Of(token) is { } deed && Rows(deed) is { Count: > 0 } rows)
            {
                found.Add(new Reading(Symbols.Deed, place, 1, new TableName(rows, IsVerb: true) { Pieces = Pieces(deed) }, Said));
            }
            else if (isCounted && Known.Used.Contains(token.Lower) && Only(found, place) is { } only)
            {
                found.Add(new Reading(Symbols.Deed, place, 1, new TableName([new Candidate<TableNode>(only, Used)], IsVerb: true), Used));
            }
        }
    }

    /// <summary>What is bought and sold is counted by the piece.</summary>
    private MeasureName? Pieces(Deed deed) =>
        deed.Rows.Contains(SaleLine) && names.Measures(MeasureKinds.UnitsSold) is { Count: > 0 } pieces ? new MeasureName(pieces) : null;

    /// <summary>Tables that are called by the first of the nouns that any is called by.</summary>
    private List<Candidate<TableNode>> Rows(Deed deed)
    {
        for (var i = 0; i < deed.Rows.Length; i++)
        {
            var rows = names.Tables(deed.Rows[i].Split(' ')).Where(t => t.Score >= Called).OrderByDescending(t => t.Score).ToList();
            if (rows.Count > 0)
            {
                return rows.ConvertAll(r => r with { Score = Said - (i * Step) });
            }
        }

        return [];
    }

    /// <summary>The one table that refers to the thing named before the verb, or behind it; null where there are several.</summary>
    private TableNode? Only(List<Reading> found, int place)
    {
        var named = found.Where(r => (r is { Symbol: Symbols.Table, Part: TableName { IsVerb: false } } || IsName(r))
            && (r.First > place || r.First + r.Count <= place)).ToList();
        var end = named.Where(r => r.First < place).Select(r => r.First + r.Count).DefaultIfEmpty(0).Max();
        var nearest = end > 0 ? named.Where(r => r.First + r.Count == end) : named.Where(r => r.First == named.Min(n => n.First));
        return nearest.OrderByDescending(r => r.Part is TableName).ThenByDescending(r => r.Score).SelectMany(Things)
            .Select(t => names.Referring(t)).FirstOrDefault(r => r.Count > 0) is [var only] ? only : null;
    }

    /// <summary>"diagnoses" of a list that calls what its rows are so.</summary>
    private static bool IsName(Reading reading) => reading.Part is ColumnName { Columns: [{ Node: { } column }, ..] } && column.Table.Display.Contains(column);

    private static IEnumerable<TableNode> Things(Reading reading) => reading.Part is TableName table
        ? table.Tables.Where(t => t.Score > table.Tables[0].Score - Alike).Select(t => t.Node)
        : [((ColumnName)reading.Part).Columns[0].Node.Table];
}

using System.Globalization;

namespace NlSql.Core.Language.Schema.Facts;

/// <summary>Tells by words which numbers of one table are quantities, prices, unit costs, discounts and amounts.</summary>
internal sealed class AmountColumns
{
    private static readonly FactWords Names = FactWords.English;
    private static readonly MeasureWords Words = Names.Measures;

    public AmountColumns(TableNode table)
    {
        Table = table;
        var numbers = table.Columns.Where(c => c.IsMeasure).ToList();
        Quantity = numbers.Find(c => Any(c, Words.Quantity) && !Any(c, Words.Stock) && !Any(c, Words.Price) && !Any(c, Words.UnitCost));
        Stock = numbers.Find(c => Any(c, Words.Quantity) && Any(c, ["stock", "hand"]) && !Any(c, ["reorder", "min", "max", "minimum", "maximum"]));
        Price = numbers.Where(c => Any(c, Words.Price) && !Any(c, Words.NotPrice) && !Any(c, Words.Discount)).MinBy(c => Any(c, ["unit"]) ? 0 : 1);
        UnitCost = numbers.Find(c => Any(c, Words.UnitCost) && Any(c, Words.UnitCostMarks));
        Discount = numbers.Find(c => Words.Discount.Contains(c.Words[^1]) || (Any(c, Words.Discount) && !Any(c, Words.Price)));
        Total = Named(numbers, Words.Totals);
        Revenue = Named(numbers.FindAll(c => c != Price || !IsSold), Words.Revenues);
        Cost = Named(numbers.FindAll(c => c != UnitCost), Words.Costs);
        Profit = Named(numbers, Words.Profits);
        Money = numbers.FindAll(c => c != UnitCost && (Any(c, Words.Money) || c.IsMoney) && !IsRate(c) && !Any(c, Names.Counted));
    }

    public TableNode Table { get; }

    public ColumnNode? Quantity { get; }

    public ColumnNode? Stock { get; }

    public ColumnNode? Price { get; }

    public ColumnNode? UnitCost { get; }

    public ColumnNode? Discount { get; }

    /// <summary>The amount of a line or of a whole sale.</summary>
    public ColumnNode? Total { get; }

    /// <summary>A column that calls itself revenue.</summary>
    public ColumnNode? Revenue { get; }

    public ColumnNode? Cost { get; }

    public ColumnNode? Profit { get; }

    /// <summary>Everything that is money and can be added up.</summary>
    public IReadOnlyList<ColumnNode> Money { get; }

    public bool IsSold => !IsOutgoing
        && (Table.Words.Any(Words.SaleTables.Contains) || Words.HeadTables.Any(h => Table.Joined.StartsWith(h, StringComparison.Ordinal)));

    /// <summary>Whatever it is called: pieces and their price in a table that refers to others and is dated.</summary>
    public bool IsSaleByShape => !IsOutgoing && Quantity is not null && Price is not null && Table.DefaultEvent is not null
        && Table.Columns.Any(c => c.IsForeignKey);

    public bool IsHead => (Table.Words is [.., var last] && Words.HeadTables.Contains(last)) || Words.HeadTables.Contains(Table.Joined)
        || Words.HeadTables.Contains(Table.Name.ToLowerInvariant().TrimEnd('s'));

    public bool IsPayment => Table.Words.Any(Words.PaymentTables.Contains);

    public bool IsOutgoing => Table.Words.Any(Words.Outgoing.Contains);

    /// <summary>What part of the price the discount takes, by its range and name; null when that cannot be told.</summary>
    public MeasureExpression? DiscountShare()
    {
        if (Discount is null || !decimal.TryParse(Discount.Info.Statistics.Maximum, NumberStyles.Float, CultureInfo.InvariantCulture, out var most))
        {
            return null;
        }

        var share = new MeasureColumn(Discount, WhenMissing: Discount.Info.IsNullable ? 0 : null);
        return most <= 1 ? share
            : most <= 100 && (Any(Discount, Words.Percent) || Any(Discount, ["rate"]))
            ? new MeasureOperation(share, MeasureOperator.DividedBy, new MeasureNumber(100))
            : null;
    }

    /// <summary>The discount is itself an amount of money: "discount amount", or more than any share can be.</summary>
    public bool DiscountIsAmount => Discount is not null && Any(Discount, Words.Totals) && DiscountShare() is null;

    private static bool IsRate(ColumnNode column) => column.Words.Any(Names.Rates.Contains);

    private static bool Any(ColumnNode column, string[] words) => column.Words.Any(words.Contains);

    /// <summary>
    /// The column that is called one of the names, the first of them before the others; other words but those of the table make it another thing.
    /// </summary>
    private static ColumnNode? Named(List<ColumnNode> columns, string[] names) => names
        .Select(name => columns.Find(c => Is(Plain(c.OwnWords), name) || Is(Plain(c.Words), name)))
        .FirstOrDefault(c => c is not null);

    /// <summary>"cost (usd)" is a cost.</summary>
    private static IReadOnlyList<string> Plain(IReadOnlyList<string> words) =>
        words.Count > 1 && words.Any(Words.Currencies.Contains) ? [.. words.Where(w => !Words.Currencies.Contains(w))] : words;

    private static bool Is(IReadOnlyList<string> words, string name) => string.Join(' ', words) == name || string.Concat(words) == name;
}

namespace NlSql.Core.Language.Schema.Facts;

/// <summary>
/// Finds the amounts that a schema can tell: stored ones, and quantity × price with what goes off it. Stored amounts of lines come before computed ones, lines
/// before whole sales (they reach the products), and those before payments.
/// </summary>
internal static class Measures
{
    private static readonly FactWords Names = FactWords.English;

    public static void Attach(IReadOnlyList<TableNode> tables, IReadOnlyCollection<KeyEdge> edges)
    {
        var amounts = tables.ToDictionary(t => t, t => new AmountColumns(t));
        var keys = edges.Where(e => e.Many != e.One && e.OneColumns.Count == 1).ToLookup(e => e.Many);
        var areSold = amounts.Values.Any(a => a.IsSold || a.IsSaleByShape);
        foreach (var (table, own) in amounts)
        {
            var referred = keys[table].Select(e => (Edge: e, Columns: amounts[e.One])).ToList();
            var found = Revenues(own, referred).ToList();
            if (!areSold && Charged(own, referred) is { } charged)
            {
                found.Add(charged);
            }

            var cost = CostOf(own, referred);
            if (cost is not null)
            {
                found.Add(cost);
            }

            found.AddRange(Profits(own, found.FirstOrDefault(f => f.Name == MeasureKinds.Revenue), cost));
            found.AddRange(Others(own, found));
            var isEmpty = table.IsEmpty;
            table.Measures = [.. found.Select(f => isEmpty ? f with { Score = 0 } : f).OrderByDescending(f => f.Score)];
        }
    }

    private static IEnumerable<MeasureFact> Revenues(AmountColumns own, List<(KeyEdge Edge, AmountColumns Columns)> referred)
    {
        if (own.IsOutgoing)
        {
            yield break;
        }

        if (own.Revenue is { } stored)
        {
            yield return Fact(MeasureKinds.Revenue, new MeasureColumn(stored), own, 0.95, $"{stored.Info.Name} says so");
        }

        if (own is { IsSold: true, Total: { } total })
        {
            var (score, reason) = own.IsPayment ? (0.6, "what was paid")
                : own.Quantity is not null || !own.IsHead ? (0.9, "the amount of a line as it is stored")
                : (0.8, "the amount of a whole sale as it is stored");
            yield return Fact(MeasureKinds.Revenue, new MeasureColumn(total), own, score, reason);
        }

        if (own is { IsSold: true, Quantity: null, Revenue: null, Total: null, Price: { } single } && own.Table.DefaultEvent is not null)
        {
            yield return Fact(MeasureKinds.Revenue, new MeasureColumn(single), own, 0.7, "what each sale was made for");
        }

        if (own.Quantity is { } quantity && (own.IsSold || own.IsSaleByShape))
        {
            if (own.Price is { } price)
            {
                yield return Computed(own, new MeasureColumn(quantity), new MeasureColumn(price), 0.85);
            }
            else if (own.Total is null && own.Revenue is null && referred.Find(r => r.Columns.Price is not null) is { Columns.Price: { } listed } far)
            {
                yield return Computed(own, new MeasureColumn(quantity), new MeasureColumn(listed, far.Edge), 0.6);
            }
        }

        if (own is { Stock: { } stock, Price: { } worth })
        {
            yield return Fact(MeasureKinds.StockValue, Times(new MeasureColumn(stock), new MeasureColumn(worth)), own, 0.8, "pieces in stock by their price");
        }
        else if (own.Stock is { } kept && referred.Find(r => Worth(r.Columns) is not null) is { Columns: { } thing, Edge: { } to })
        {
            var each = new MeasureColumn(Worth(thing)!, to);
            yield return Fact(MeasureKinds.StockValue, Times(new MeasureColumn(kept), each), own, 0.7, $"pieces in stock by {each.Column.Info.Name} of each");
        }
    }

    /// <summary>What one of a thing is worth that lies in stock: what it costs rather than what it is sold for.</summary>
    private static ColumnNode? Worth(AmountColumns thing) => thing.UnitCost ?? thing.Cost ?? thing.Price;

    /// <summary>What customers are charged for, where no table is called a sale: shipments, visits, jobs with a price.</summary>
    private static MeasureFact? Charged(AmountColumns own, List<(KeyEdge Edge, AmountColumns Columns)> referred) =>
        own is { IsOutgoing: false, Quantity: null, Table.DefaultEvent: not null } && (own.Total ?? own.Price) is { } amount
            && referred.Exists(r => r.Edge.One.Words.Any(Names.Payers.Contains))
            ? Fact(MeasureKinds.Revenue, new MeasureColumn(amount), own, 0.6, $"what {own.Table.Name} are charged at") : null;

    private static MeasureFact Computed(AmountColumns own, MeasureColumn quantity, MeasureColumn price, double score)
    {
        var whole = Times(quantity, price);
        if (own.DiscountShare() is { } share)
        {
            var most = own.Discount!.Info.Statistics.Maximum;
            var rest = new MeasureOperation(new MeasureNumber(1), MeasureOperator.Minus, share);
            var kind = share is MeasureColumn ? "a share" : "a percentage";
            return Fact(
                MeasureKinds.Revenue, Times(whole, rest), own, score, $"pieces by price, less {own.Discount.Info.Name}, which is {kind} (at most {most})");
        }

        if (own is { DiscountIsAmount: true, Discount: { } discount })
        {
            var less = new MeasureColumn(discount, WhenMissing: discount.Info.IsNullable ? 0 : null);
            var worth = new MeasureOperation(whole, MeasureOperator.Minus, less);
            return Fact(MeasureKinds.Revenue, worth, own, score, $"pieces by price, less {discount.Info.Name}");
        }

        return own.Discount is { } unclear
            ? Fact(MeasureKinds.Revenue, whole, own, score - 0.2, $"pieces by price; what {unclear.Info.Name} takes off cannot be told and is left out")
            : Fact(MeasureKinds.Revenue, whole, own, score, price.Via is null ? "pieces by price" : $"pieces by the price of {price.Column.Table.Name}");
    }

    private static MeasureFact? CostOf(AmountColumns own, List<(KeyEdge Edge, AmountColumns Columns)> referred)
    {
        if (own.Cost is { } cost && !(own.Table.DefaultEvent is null && own.Price is not null))
        {
            return Fact(MeasureKinds.Cost, new MeasureColumn(cost), own, 0.85, $"{cost.Info.Name} says so");
        }

        if (own is { IsOutgoing: true, Total: { } paid })
        {
            return Fact(MeasureKinds.Cost, new MeasureColumn(paid), own, 0.6, $"{own.Table.Name} holds what is paid out");
        }

        var unit = own.UnitCost is { } here ? new MeasureColumn(here)
            : (own.IsSold || own.IsSaleByShape)
                && referred.Find(r => (r.Columns.UnitCost ?? r.Columns.Cost) is not null) is { Columns: { } columns, Edge: var edge }
            ? new MeasureColumn((columns.UnitCost ?? columns.Cost)!, edge)
            : null;
        if (unit is null)
        {
            return null;
        }

        return own.Quantity is { } quantity ? Fact(MeasureKinds.Cost, Times(new MeasureColumn(quantity), unit), own, 0.7, "pieces by what one costs")
            : own is { IsSold: true, Price: not null, Total: null } ? Fact(MeasureKinds.Cost, unit, own, 0.6, $"what each of {unit.Column.Table.Name} costs")
            : null;
    }

    private static IEnumerable<MeasureFact> Profits(AmountColumns own, MeasureFact? revenue, MeasureFact? cost)
    {
        if (own.Profit is { } stored)
        {
            yield return Fact(MeasureKinds.Profit, new MeasureColumn(stored), own, 0.9, $"{stored.Info.Name} says so");
        }

        if (revenue is not null && cost is not null)
        {
            var profit = new MeasureOperation(revenue.Expression, MeasureOperator.Minus, cost.Expression);
            yield return Fact(MeasureKinds.Profit, profit, own, 0.7, "revenue less cost");
            yield return Fact(MeasureKinds.Margin, profit, own, 0.7, "profit by revenue") with { Per = revenue.Expression };
        }
    }

    private static IEnumerable<MeasureFact> Others(AmountColumns own, List<MeasureFact> known)
    {
        if (own is { Quantity: { } quantity, IsSold: true })
        {
            yield return Fact(MeasureKinds.UnitsSold, new MeasureColumn(quantity), own, 0.8, $"{quantity.Info.Name} says so");
        }

        if (own.Stock is { } stock)
        {
            yield return Fact(MeasureKinds.UnitsInStock, new MeasureColumn(stock), own, 0.8, $"{stock.Info.Name} says so");
        }

        if (own is { Quantity: { } pieces, Price: { } price } && own.DiscountShare() is { } share)
        {
            var whole = Times(new MeasureColumn(pieces), new MeasureColumn(price));
            yield return Fact(MeasureKinds.DiscountGiven, Times(whole, share), own, 0.8, $"pieces by price by {own.Discount!.Info.Name}");
        }

        foreach (var column in own.Money.Where(c => !known.Exists(k => k.Expression is MeasureColumn only && only.Column == c)))
        {
            // "amount" of a salary is the salary.
            var isPlain = column.OwnWords.All(w => w is "amount" or "total" or "value");
            var words = isPlain ? own.Table.Words : column.OwnWords;
            var name = string.Join(' ', words);
            yield return Fact(name, new MeasureColumn(column), own, 0.5, $"{column.Info.Name} is an amount of money") with
            {
                Words = [.. new[] { name, string.Join(' ', column.Words) }.Concat(isPlain ? Called(own.Table) : []).Distinct(StringComparer.Ordinal)],
            };
        }
    }

    /// <summary>"fuel cost" of the amount in a table of fuel fills.</summary>
    private static IEnumerable<string> Called(TableNode table) => table.Words.SelectMany(w => (string[])[$"{w} amount", $"{w} cost", $"{w} costs"]);

    private static MeasureFact Fact(string name, MeasureExpression expression, AmountColumns own, double score, string reason) =>
        new(name, expression, own.Table, score, $"{name} is the sum of {expression} over {own.Table.Name}: {reason}.")
        {
            Words = [name, .. Names.MeasureNames.GetValueOrDefault(name, []).Where(w => w != name)],
        };

    private static MeasureOperation Times(MeasureExpression left, MeasureExpression right) => new(left, MeasureOperator.Times, right);
}

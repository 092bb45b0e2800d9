namespace NlSql.Core.Language.Schema.Facts;

/// <summary>Something that happens to a row, by the words of its date column and of questions.</summary>
/// <param name="Columns">Words of columns that hold its date.</param>
/// <param name="Verbs">How people say that it happened.</param>
/// <param name="Kind"><c>of life</c>, <c>later</c> (what becomes of a row that is there), <c>planned</c>, <c>recorded</c> (when the row was written),
/// <c>technical</c>; null for what brings a row about.</param>
internal sealed record EventWords(string[] Columns, string[] Verbs, string? Kind = null);

/// <summary>Words by which amounts are told, as lemmas; several in a string stand in this order.</summary>
internal sealed record MeasureWords
{
    public required string[] Quantity { get; init; }

    public required string[] Price { get; init; }

    public required string[] UnitCost { get; init; }

    /// <summary>Beside a word of cost: that it is that of one piece.</summary>
    public required string[] UnitCostMarks { get; init; }

    public required string[] Discount { get; init; }

    public required string[] Percent { get; init; }

    /// <summary>Words that say in what money an amount is told.</summary>
    public required string[] Currencies { get; init; }

    /// <summary>Beside a word of quantity: that nothing is sold with it.</summary>
    public required string[] Stock { get; init; }

    /// <summary>Beside a word of price: that it is not what one piece costs.</summary>
    public required string[] NotPrice { get; init; }

    /// <summary>Amounts of a line or of a whole order, which are revenue in a table of sales.</summary>
    public required string[] Totals { get; init; }

    public required string[] Revenues { get; init; }

    public required string[] Costs { get; init; }

    public required string[] Profits { get; init; }

    /// <summary>Words of columns of money.</summary>
    public required string[] Money { get; init; }

    /// <summary>Words of tables in which something is sold.</summary>
    public required string[] SaleTables { get; init; }

    /// <summary>Those of them of which a row is a whole sale rather than a line of one.</summary>
    public required string[] HeadTables { get; init; }

    public required string[] PaymentTables { get; init; }

    /// <summary>Words of tables in which money goes out.</summary>
    public required string[] Outgoing { get; init; }

    /// <summary>Words of columns and tables whose amounts were not taken in: spent, hoped for or set as a limit.</summary>
    public required string[] Unearned { get; init; }

    /// <summary>Words of columns that say what a piece costs whoever buys it.</summary>
    public required string[] PieceCosts { get; init; }
}

/// <summary>Words by which the column is chosen that rows are called by.</summary>
internal sealed record DisplayWords
{
    /// <summary>Last words of names, best first.</summary>
    public required string[] Names { get; init; }

    public required string[] SecondChoice { get; init; }

    /// <summary>Of a person's own name.</summary>
    public required string[] First { get; init; }

    public required string[] Last { get; init; }

    /// <summary>What may stand before a name without making it that of something else: "company name" of a customer.</summary>
    public required string[] Plain { get; init; }

    /// <summary>Words of columns that nobody is called by.</summary>
    public required string[] Never { get; init; }
}

/// <summary>Words of tables behind codes.</summary>
internal sealed record LookupWords
{
    public required string[] Names { get; init; }

    /// <summary>Words of tables whose rows are things of their own, however few there are.</summary>
    public required string[] People { get; init; }
}

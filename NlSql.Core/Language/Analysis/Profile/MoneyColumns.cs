using NlSql.Core.Database.Catalog;
using NlSql.Core.Database.Execution;
using NlSql.Core.Foundation.Numbers;

namespace NlSql.Core.Language.Analysis.Profile;

/// <summary>Tells columns of amounts in the currency of the house from other numbers, by name and type.</summary>
public static class MoneyColumns
{
    private static readonly HashSet<string> MoneyWords = new(StringComparer.Ordinal)
    {
        "revenue", "revenues", "turnover", "price", "prices", "cost", "costs", "amount", "amt", "profit", "fee", "fees", "salary", "salaries", "wage", "wages",
        "income", "expense", "expenses", "spend", "spending", "spent", "earnings", "budget",
    };

    /// <summary>Turn an amount into something else: its share, its number, its place in a list.</summary>
    private static readonly HashSet<string> OtherWords = new(StringComparer.Ordinal)
    {
        "count", "counts", "number", "num", "no", "nr", "id", "ids", "code", "qty", "quantity", "rate", "ratio", "share", "percent", "percentage", "pct", "%",
        "rank", "index", "growth", "change", "days", "hours", "units", "level", "year", "month", "type",
    };

    /// <summary>
    /// The column's numbers are amounts whose currency nothing else says. PostgreSQL's <c>money</c> and names such as <c>price_usd</c> say it
    /// themselves. "Sales" may be counted: they are amounts only with decimals.
    /// </summary>
    public static bool Has(ResultColumn column)
    {
        ArgumentNullException.ThrowIfNull(column);
        if (column.Kind is not (ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Float) || IsTyped(column))
        {
            return false;
        }

        var words = ColumnNames.Words(column.Name);
        return words.Any(word => MoneyWords.Contains(word) || (word == "sales" && column.Kind != ColumnKind.Integer))
            && !words.Any(word => OtherWords.Contains(word) || MoneyCode.NamesCurrency(word));
    }

    /// <summary>The server writes its values with its own currency and marks: they are shown as they come.</summary>
    public static bool IsTyped(ResultColumn column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return column.DataType == "money";
    }
}

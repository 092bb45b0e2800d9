using System.Globalization;

namespace NlSql.Core.Foundation.Numbers;

/// <summary>Tells what can be the name of a currency from any other text.</summary>
public static class MoneyCode
{
    private const int LongestSymbol = 4;

    /// <summary>Codes that stand in names of columns (<c>price_usd</c>); in lower case.</summary>
    private static readonly HashSet<string> InNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "aud", "brl", "cad", "chf", "clp", "cny", "cop", "czk", "dkk", "eur", "euro", "euros", "gbp", "hkd", "huf", "idr", "ils", "inr", "jpy", "krw",
        "mxn", "myr", "nok", "nzd", "pln", "ron", "rub", "sek", "sgd", "thb", "try", "twd", "uah", "usd", "dollar", "dollars", "zar",
    };

    /// <summary>A code of three capital letters (ISO 4217), or a symbol such as <c>€</c> or <c>US$</c>.</summary>
    public static bool IsCurrency(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return (text.Length == 3 && text.All(char.IsAsciiLetterUpper))
            || (text.Length is > 0 and <= LongestSymbol && text.Any(IsSymbol) && text.All(character => IsSymbol(character) || char.IsLetter(character)));
    }

    /// <summary>The word of a column's name says by itself which currency its amounts have.</summary>
    public static bool NamesCurrency(string word) => InNames.Contains(word);

    private static bool IsSymbol(char character) => char.GetUnicodeCategory(character) == UnicodeCategory.CurrencySymbol;
}

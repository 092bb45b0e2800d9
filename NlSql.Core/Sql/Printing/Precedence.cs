namespace NlSql.Core.Sql.Printing;

/// <summary>How tightly PostgreSQL's grammar binds, loosest first (gram.y, "Precedence: lowest to highest").</summary>
internal static class Precedence
{
    public const int Lowest = 0;
    public const int Or = 1;
    public const int And = 2;
    public const int Not = 3;
    public const int Is = 4;
    public const int Comparison = 5;
    public const int Between = 6;
    public const int Operator = 7;
    public const int Sum = 8;
    public const int Product = 9;
    public const int Power = 10;
    public const int AtTimeZone = 11;
    public const int Collate = 12;
    public const int Sign = 13;
    public const int Cast = 15;
    public const int Atom = 16;

    public static int OfOperator(string name) => name switch
    {
        "<" or ">" or "=" or "<=" or ">=" or "<>" or "!=" => Comparison,
        "+" or "-" => Sum,
        "*" or "/" or "%" => Product,
        "^" => Power,
        _ => Operator,
    };
}

namespace NlSql.Core.Language.Schema.Facts;

/// <summary>An amount that can be told of the rows of a table, by one column or by several.</summary>
/// <param name="Name">What it is: "revenue", "cost", "profit", "margin", "units sold", "stock value", or the words of its column.</param>
/// <param name="Expression">Its value for one row of <paramref name="Grain"/>.</param>
/// <param name="Grain">The table over whose rows it is added up.</param>
/// <param name="Score">0 to 1; of several with one name the higher is preferred, the others are its alternatives.</param>
/// <param name="Evidence">For people.</param>
internal sealed record MeasureFact(string Name, MeasureExpression Expression, TableNode Grain, double Score, string Evidence)
{
    /// <summary>What people call it, <see cref="Name"/> first.</summary>
    public IReadOnlyList<string> Words { get; init; } = [Name];

    /// <summary>A ratio is the sum of the expression by the sum of this one; null for what is simply added up.</summary>
    public MeasureExpression? Per { get; init; }
}

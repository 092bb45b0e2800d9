namespace NlSql.Core.Language.Schema.Keys;

/// <summary>Why two tables are taken to be joined by a key.</summary>
/// <param name="IsDeclared">A constraint of the database.</param>
/// <param name="Confidence">0 to 1; 1 for a declared key.</param>
/// <param name="Reason">A sentence for people.</param>
internal sealed record KeyEvidence(bool IsDeclared, double Confidence, string Reason)
{
    public static KeyEvidence Declared { get; } = new(true, 1, "Declared as a foreign key.");

    public static KeyEvidence Given { get; } = new(false, 0.95, "Given with the schema, not declared in the database.");

    /// <summary>Neither side is known to be unique: equal values pair rows, but no row belongs to one other.</summary>
    public bool IsPairing { get; init; }
}

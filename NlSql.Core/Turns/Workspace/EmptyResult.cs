namespace NlSql.Core.Turns.Workspace;

/// <summary>A value that a statement compares with and that its column does not hold: why there are no rows.</summary>
/// <param name="Column">For people: <c>customers.country</c>.</param>
/// <param name="Value">As the statement has it.</param>
/// <param name="Nearest">Values of the column that are near to it, the nearest first; empty where none is.</param>
public sealed record ValueMismatch(string Column, string Value, IReadOnlyList<string> Nearest);

/// <summary>What explains a result without rows.</summary>
/// <param name="Mismatches">At least one.</param>
/// <param name="RepairedSql">The statement with the nearest values, for a person to look at; null where one of them has no single nearest value,
/// and where not every value of the statement was looked up.</param>
public sealed record EmptyResult(IReadOnlyList<ValueMismatch> Mismatches, string? RepairedSql);

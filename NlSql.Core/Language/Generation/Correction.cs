namespace NlSql.Core.Language.Generation;

/// <summary>One thing that the catalog mended in a model's statement.</summary>
/// <param name="Clause">What was done and why, in words that go on after a colon: <c>orders was joined in for total</c>.</param>
/// <param name="ChangesMeaning">
/// The mended statement may answer something else than the model meant: which of two columns, a table more, other groups. False for what only writes the
/// same in PostgreSQL's way.
/// </param>
public sealed record Correction(string Clause, bool ChangesMeaning = false);

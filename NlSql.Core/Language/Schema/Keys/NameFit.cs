namespace NlSql.Core.Language.Schema.Keys;

/// <summary>How a column's name points to a key.</summary>
/// <param name="Score">0 to 1, before types and values are looked at.</param>
/// <param name="Reason">A clause for people: "is named after customers".</param>
/// <param name="HasRole">The name says more than what is referred to, so that it may be a second key beside another.</param>
/// <param name="NeedsOneOwner">The name alone tells: another key of the same name makes it worthless.</param>
internal sealed record NameFit(Referable Target, double Score, string Reason, bool HasRole = false, bool NeedsOneOwner = false);

namespace NlSql.Core.Language.Schema;

/// <summary>
/// Cuts an identifier into lower-case words, plurals made singular and short forms written out: <c>CustID</c> and <c>customer_id</c> give customer, id.
/// Deterministic and safe to call from several threads.
/// </summary>
internal delegate IReadOnlyList<string> NameSplit(string identifier);

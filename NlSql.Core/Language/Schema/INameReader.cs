namespace NlSql.Core.Language.Schema;

/// <summary>
/// Reads names of one catalog as lower-case words, plurals made singular and short forms written out: <c>CustID</c> and <c>customer_id</c> give customer, id.
/// Deterministic and safe to call from several threads.
/// </summary>
internal interface INameReader
{
    IReadOnlyList<string> OfTable(string table);

    /// <param name="table">The name of the table that the column stands in.</param>
    IReadOnlyList<string> OfColumn(string table, string column);
}

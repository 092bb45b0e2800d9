namespace NlSql.Core.Language.Endpoints;

/// <summary>What of the data may leave for the endpoints of models, those of embeddings included. Each level includes the ones before it.</summary>
public enum ModelSees
{
    /// <summary>Names, types, keys, comments and enum labels.</summary>
    Schema,

    /// <summary>Also common values of low-cardinality columns and date ranges (never of personal columns).</summary>
    Samples,

    /// <summary>Also the rows of a result, for the written analysis.</summary>
    Rows,
}

namespace NlSql.Core.Language.Retrieval.Documents;

/// <summary>What a document is about.</summary>
internal enum DocumentKind
{
    /// <summary>A table with everything that is said of it.</summary>
    Table,

    /// <summary>The table's name alone: a long table must not drown it.</summary>
    TableName,

    Column,
}

/// <summary>One text that is embedded.</summary>
/// <param name="Table">Ordinal of the table in the catalog.</param>
/// <param name="Column">Ordinal of the column in its table; -1 for tables.</param>
/// <param name="Text">Words only, names split.</param>
/// <param name="Hash">Of kind and text: a document with the same hash keeps its vector.</param>
internal sealed record SchemaDocument(DocumentKind Kind, int Table, int Column, string Text, UInt128 Hash);

using NlSql.Core.Database.Catalog;

namespace NlSql.Core.Language.Schema.Keys;

/// <summary>Which types keys have, and which go together.</summary>
internal static class KeyTypes
{
    public static bool MayBeKey(ColumnInfo column) =>
        column.Kind is ColumnKind.Integer or ColumnKind.Text or ColumnKind.Uuid or ColumnKind.Enum or ColumnKind.Other
        || (column.Kind == ColumnKind.Decimal && column.BaseType != "money");

    public static TypeFit Fit(ColumnInfo column, ColumnInfo key) => column.Kind == key.Kind
        ? column.DataType == key.DataType ? TypeFit.Same : TypeFit.Kind
        : IsWildcard(column) || IsWildcard(key) || (IsNumber(column) && IsNumber(key)) ? TypeFit.Loose : TypeFit.None;

    /// <summary>A type of an extension or of a catalog file that nobody knows.</summary>
    private static bool IsWildcard(ColumnInfo column) => column.Kind == ColumnKind.Other;

    private static bool IsNumber(ColumnInfo column) => column.Kind is ColumnKind.Integer or ColumnKind.Decimal;
}

internal enum TypeFit
{
    None,

    /// <summary>integer and numeric, or a type that is not known.</summary>
    Loose,

    /// <summary>varchar(20) and text.</summary>
    Kind,

    Same,
}

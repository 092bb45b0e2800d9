using NlSql.Core.Database.Catalog;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Language.Generation.Healing;

/// <summary>Texts that are compared with a column and that its values differ from in nothing but the case of letters and blanks around them.</summary>
internal static class LiteralCase
{
    /// <param name="value">One side of an equality.</param>
    /// <param name="compared">The other.</param>
    /// <returns><paramref name="value"/> itself where it is stored so, or nothing near it is.</returns>
    public static ParseNode AsStored(ParseNode value, ParseNode compared, QueryScope scope, Corrections corrections)
    {
        if (value.Kind != "A_Const" || value.Node("sval") is not { } text || ColumnOf(compared, scope) is not { IsPersonal: false } column)
        {
            return value;
        }

        var written = text.Text("sval");
        IReadOnlyList<string> known = column.EnumLabels.Count > 0 ? column.EnumLabels : [.. column.Statistics.Samples.Select(sample => sample.Value)];
        if (known.Contains(written, StringComparer.Ordinal))
        {
            return value;
        }

        var near = known.Where(stored => stored.Trim().Equals(written.Trim(), StringComparison.OrdinalIgnoreCase)).Take(2).ToList();
        if (near.Count != 1)
        {
            return value;
        }

        corrections.Add($"'{written}' is stored as '{near[0]}' in {column.Name}");
        return value.With("sval", text.With("sval", near[0]));
    }

    private static ColumnInfo? ColumnOf(ParseNode reference, QueryScope scope)
    {
        if (reference.Kind != "ColumnRef")
        {
            return null;
        }

        var table = reference.Names("fields") switch
        {
            [var column] => scope.Sources.Where(source => source.Has(column)).Take(2).ToList() is [var only] ? only.Table : null,
            [var alias, _] => scope.Find(alias)?.Source.Table,
            _ => null,
        };
        return table?.Columns.FirstOrDefault(column => column.Name == reference.Names("fields")[^1] && column.Kind is ColumnKind.Text or ColumnKind.Enum);
    }
}

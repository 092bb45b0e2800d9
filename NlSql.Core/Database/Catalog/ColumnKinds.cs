namespace NlSql.Core.Database.Catalog;

/// <summary>One row of <c>pg_type</c>, with the labels when it is an enum.</summary>
internal sealed record TypeRow(uint Oid, string Schema, string Name, string Kind, string Category, uint BaseType, uint Element, string[]? Labels);

/// <summary>What a column's declared type comes down to.</summary>
/// <param name="Name">Of a type of PostgreSQL's own, and of citext, the name without schema, of others <c>schema.name</c>: somebody may call a type of
/// his own <c>text</c>. Of a domain that of the type beneath it.</param>
/// <param name="Domain">Name of the domain, <c>schema.name</c>; null when the column has none.</param>
/// <param name="Labels">Of the enum, or of the enum that the array holds.</param>
/// <param name="ElementKind">Kind of an array's elements.</param>
internal sealed record ResolvedType(ColumnKind Kind, string Name, string? Domain, IReadOnlyList<string> Labels, ColumnKind? ElementKind);

/// <summary>Maps PostgreSQL's types to <see cref="ColumnKind"/>, through domains and arrays.</summary>
internal sealed class ColumnKinds(IReadOnlyDictionary<uint, TypeRow> types)
{
    private static readonly Dictionary<string, ColumnKind> BuiltIn = new(StringComparer.Ordinal)
    {
        ["text"] = ColumnKind.Text,
        ["varchar"] = ColumnKind.Text,
        ["bpchar"] = ColumnKind.Text,
        ["char"] = ColumnKind.Text,
        ["name"] = ColumnKind.Text,
        ["citext"] = ColumnKind.Text,
        ["int2"] = ColumnKind.Integer,
        ["int4"] = ColumnKind.Integer,
        ["int8"] = ColumnKind.Integer,
        ["oid"] = ColumnKind.Integer,
        ["numeric"] = ColumnKind.Decimal,
        ["money"] = ColumnKind.Decimal,
        ["float4"] = ColumnKind.Float,
        ["float8"] = ColumnKind.Float,
        ["bool"] = ColumnKind.Boolean,
        ["date"] = ColumnKind.Date,
        ["timestamp"] = ColumnKind.Timestamp,
        ["timestamptz"] = ColumnKind.TimestampTz,
        ["time"] = ColumnKind.Time,
        ["timetz"] = ColumnKind.Time,
        ["interval"] = ColumnKind.Interval,
        ["json"] = ColumnKind.Json,
        ["jsonb"] = ColumnKind.Json,
        ["uuid"] = ColumnKind.Uuid,
        ["bytea"] = ColumnKind.Binary,
    };

    /// <summary>A type that is not in the table counts as <see cref="ColumnKind.Other"/>.</summary>
    public ResolvedType Resolve(uint oid)
    {
        string? domain = null;
        var type = types.GetValueOrDefault(oid);
        while (type is { Kind: "d" })
        {
            domain ??= $"{type.Schema}.{type.Name}";
            type = types.GetValueOrDefault(type.BaseType);
        }

        if (type is null)
        {
            return new ResolvedType(ColumnKind.Other, string.Empty, domain, [], null);
        }

        if (type is { Category: "A", Element: not 0 })
        {
            var element = Resolve(type.Element);
            return new ResolvedType(ColumnKind.Array, NameOf(type), domain, element.Labels, element.Kind);
        }

        var name = NameOf(type);
        return type.Kind == "e"
            ? new ResolvedType(ColumnKind.Enum, name, domain, type.Labels ?? [], null)
            : new ResolvedType(BuiltIn.GetValueOrDefault(name, ColumnKind.Other), name, domain, [], null);
    }

    private static string NameOf(TypeRow type) =>
        type.Schema == "pg_catalog" || type is { Name: "citext", Kind: "b" } ? type.Name : $"{type.Schema}.{type.Name}";
}

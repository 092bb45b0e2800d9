using NlSql.Core.Sql.Lists;
using NlSql.Core.Sql.Names;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding.Rules;

/// <summary>Types that a statement names.</summary>
internal sealed class TypeRules(GuardScope scope)
{
    private const string SystemSchema = "pg_catalog";

    public Violation? Check(ParseNode type)
    {
        if (type.List("typmods").Any(modifier => modifier.Kind != "A_Const"))
        {
            return new(GuardRules.TypeNotListed, "A type's length or precision must be written as a constant.", type);
        }

        var names = type.Names("names");
        // The array type of x is also called _x.
        var element = names.Length == 0 ? "" : names[^1].TrimStart('_');
        var isListed = AllowLists.Types.Contains(element);
        var refused = AllowLists.RefusedTypes.Contains(element) || element.StartsWith("pg_", StringComparison.Ordinal);
        switch (names)
        {
            case [_] when refused:
            case [SystemSchema, _] when !isListed:
                return new(GuardRules.TypeNotListed, $"The type \"{string.Join('.', names)}\" is not on the list of types that may be used.", type);
            case [_] or [SystemSchema, _] when isListed && scope.Types.Known?.Contains(new(SystemSchema, element)) == true:
                return new(GuardRules.TypeForeign, $"Somebody has added the type \"{element}\" to pg_catalog, where this server has none of its own.", type);
            case [_] when isListed:
            case [SystemSchema, _]:
                return CastTo(type, new RelationName(SystemSchema, element));
            case [var name] when scope.Types.Known is null:
                return IsHidden(name) ? Hidden(type, names) : null;
            case [var name] when scope.Types.SchemaOf(name, scope.SearchPath) is { } found:
                return Own(type, new RelationName(found, name), element);
            case [var schema, var name]
                when !RelationRules.IsSystemSchema(schema)
                    && (scope.AllowedSchemas.Count == 0 || scope.AllowedSchemas.Contains(schema, StringComparer.Ordinal)):
                return Own(type, new RelationName(schema, name), element);
            case [var name]:
                return new(GuardRules.TypeSchema, $"There is no type \"{name}\" that may be used.", type);
            default:
                return new(GuardRules.TypeSchema, $"The type \"{string.Join('.', names)}\" lies in a schema that may not be used.", type);
        }

        bool IsHidden(string name) => scope.AllowedSchemas.Any(schema => scope.HiddenRowTypes.Contains(new(schema, name)));
    }

    private Violation? Own(ParseNode type, RelationName name, string element)
    {
        if (scope.HiddenRowTypes.Contains(name) || scope.HiddenRowTypes.Contains(name with { Name = element }))
        {
            return Hidden(type, type.Names("names"));
        }

        return scope.Types.Code.TryGetValue(name, out var code) && code.Making is { } making
            ? new(
                GuardRules.TypeForeign,
                $"Making a value of the type \"{string.Join('.', type.Names("names"))}\" runs {making}, "
                    + "which lies outside pg_catalog and the site has not listed.",
                type)
            : CastTo(type, name) ?? CastTo(type, name with { Name = element });
    }

    private Violation? CastTo(ParseNode type, RelationName target) =>
        scope.Types.SystemCasts.FirstOrDefault(cast => cast.Target == target) is { } cast ? TypeReach.Refused(cast, type) : null;

    private static Violation Hidden(ParseNode type, string[] names) =>
        new(GuardRules.TypeHidden, $"The type \"{string.Join('.', names)}\" is the row of a table whose columns may not be known.", type);
}

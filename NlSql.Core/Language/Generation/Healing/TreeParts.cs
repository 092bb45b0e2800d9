using NlSql.Core.Language.Schema;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Sql.Names;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Language.Generation.Healing;

/// <summary>Makes pieces of a tree: what the grammar itself makes of a text of ours, so that no struct is put together by hand.</summary>
internal static class TreeParts
{
    public static ParseNode Column(string qualifier, string column) =>
        new("ColumnRef", [new ParseField("fields", (ParseNode[])[Name(qualifier), Name(column)])]);

    public static ParseNode Text(string value) => Expression(SqlLiteral.Of(value));

    /// <param name="template">An expression in which <c>arg1</c>, <c>arg2</c>, ... stand for <paramref name="arguments"/>.</param>
    public static ParseNode Expression(string template, params IReadOnlyList<ParseNode> arguments)
    {
        var value = Read($"SELECT {template}").List("targetList")[0].Node("val")!;
        return value.Rewrite(node => node.Kind == "ColumnRef" && node.Names("fields") is [['a', 'r', 'g', var digit]] ? arguments[digit - '1'] : node);
    }

    /// <summary>The equalities of a key, joined by AND.</summary>
    public static ParseNode Equality(string knownAlias, JoinStep step, string nextAlias) => Expression(Condition(knownAlias, step, nextAlias));

    public static ParseNode Join(ParseNode left, string knownAlias, JoinStep step, string alias)
    {
        var table = step.To.Name == alias ? Identifier.Quote(step.To.Info.Name) : $"{Identifier.Quote(step.To.Info.Name)} AS {Identifier.Quote(alias)}";
        return Read($"SELECT FROM l JOIN {table} ON {Condition(knownAlias, step, alias)}").List("fromClause")[0].With("larg", left);
    }

    private static string Condition(string knownAlias, JoinStep step, string nextAlias) => string.Join(
        " AND ",
        step.FromColumns.Zip(step.ToColumns, (known, next) =>
            $"{Identifier.Quote(knownAlias)}.{Identifier.Quote(known.Info.Name)} = {Identifier.Quote(nextAlias)}.{Identifier.Quote(next.Info.Name)}"));

    private static ParseNode Name(string name) => new("String", [new ParseField("sval", name)]);

    private static ParseNode Read(string sql) =>
        StatementReader.ReadOne(sql) ?? throw new InvalidOperationException("A piece of SQL of our own does not parse.");
}

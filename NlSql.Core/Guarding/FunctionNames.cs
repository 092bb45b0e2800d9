using NlSql.Core.Guarding.Lists;
using NlSql.Core.Guarding.Tree;

namespace NlSql.Core.Guarding;

/// <summary>Puts listed functions under <c>pg_catalog</c>, so that no overload elsewhere can be reached, or takes it away for people.</summary>
internal static class FunctionNames
{
    private static readonly ParseNode System = Part("pg_catalog");

    public static ParseNode Qualify(ParseNode statement) => statement.Rewrite(static node =>
        node.Kind == "FuncCall" && node.List("funcname") is [var name] && AllowLists.Functions.Contains(name.Text("sval"))
            ? node.With("funcname", new[] { System, name })
            : node);

    public static ParseNode Shorten(ParseNode statement) => statement.Rewrite(static node =>
        node.Kind == "FuncCall" && node.Text("funcformat") == "COERCE_EXPLICIT_CALL" && node.Names("funcname") is ["pg_catalog", var name] && AllowLists.Functions.Contains(name)
            ? node.With("funcname", new[] { Part(name) })
            : node);

    private static ParseNode Part(string name) => new("String", [new ParseField("sval", name)]);
}

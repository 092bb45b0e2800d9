using NlSql.Core.Sql.Guarding.Expansion;
using NlSql.Core.Sql.Names;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding.Rules;

/// <summary>
/// Looks at every node of a statement. The walk is generic: it goes into every child of every node, refuses kinds and fields that
/// nodes.txt does not list, and asks the rules of a kind on the way. It stops at the first thing that is wrong.
/// </summary>
internal sealed class StatementWalk
{
    private readonly RelationRules relations;
    private readonly NameRules names;
    private readonly GuardScope scope;
    private readonly ParseNode statement;
    private readonly Crowds crowds = new();
    private Violation? found;

    public StatementWalk(GuardScope scope, ParseNode statement)
    {
        this.statement = statement;
        this.scope = scope;
        relations = new RelationRules(scope);
        names = new NameRules(scope);
    }

    /// <summary>Relations read, in order of appearance, each once.</summary>
    public IReadOnlyList<RelationName> Relations => relations.Read;

    /// <inheritdoc cref="RelationRules.Resolved" />
    public IReadOnlyDictionary<ParseNode, RelationName> Resolved => relations.Resolved;

    /// <summary>The first violation of the statement; null when it may run.</summary>
    public Violation? Check()
    {
        Visit(statement, CommonTables.None);
        var sources = new SourceNames();
        return found
            ?? new ExpansionWalk(scope, relations.Resolved, relations.References, sources).Check(statement)
            ?? new FieldNotation(scope, sources).Check(statement)
            ?? new TypeReach(scope, relations.Read, sources).Check(statement)
            ?? BarredColumns.Check(scope, relations.Read, relations.Resolved, statement);
    }

    private void Visit(ParseNode node, CommonTables ctes)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        found ??= Listed(node)
            ?? crowds.Check(node)
            ?? ServerWords.Check(node, scope.ServerVersion)
            ?? (node.Kind == "RangeVar" ? relations.Check(node, ctes) : names.Check(node));
        if (found is not null)
        {
            return;
        }

        if (node.Kind == "SelectStmt" && node.Node("withClause") is { } with)
        {
            ctes = VisitCommonTables(with, ctes);
        }

        foreach (ref readonly var field in node.Fields)
        {
            switch (field.Value)
            {
                case ParseNode { Kind: "WithClause" } when node.Kind == "SelectStmt":
                    break;
                case ParseNode child:
                    Visit(child, ctes);
                    break;
                case ParseNode[] children:
                    foreach (var child in children)
                    {
                        Visit(child, ctes);
                    }

                    break;
            }
        }
    }

    /// <summary>
    /// A plain WITH shows each table to those after it, WITH RECURSIVE to all of them. Returns what the rest of the statement sees.
    /// A name that is not visible yet means a real relation, so the order matters.
    /// </summary>
    private CommonTables VisitCommonTables(ParseNode with, CommonTables outer)
    {
        found ??= Listed(with);
        var visible = outer;
        if (with.Flag("recursive"))
        {
            foreach (var cte in with.List("ctes"))
            {
                visible = visible.With(cte);
            }
        }

        foreach (var cte in with.List("ctes"))
        {
            if (found is null)
            {
                Visit(cte, visible);
                visible = visible.With(cte);
            }
        }

        return visible;
    }

    private static Violation? Listed(ParseNode node)
    {
        if (NodeShapes.Fields(node.Kind) is not { } listed)
        {
            return UnlistedNodes.Explain(node);
        }

        foreach (ref readonly var field in node.Fields)
        {
            if (!listed.ContainsKey(field.Name))
            {
                return UnlistedNodes.Explain(node, field);
            }
        }

        return null;
    }
}

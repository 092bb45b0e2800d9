using NlSql.Core.Sql.Grammar;
using NlSql.Core.Sql.Guarding.Rules;
using NlSql.Core.Sql.Names;
using NlSql.Core.Sql.Printing;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding;

/// <summary>
/// text -> PostgreSQL's own parse tree -> every node against the lists -> printed from the tree -> parsed again and compared.
/// What is approved is the printed text; the text that came in goes nowhere.
/// </summary>
internal sealed class SqlGuard : ISqlGuard
{
    /// <summary>UTF-16 characters, and bytes of UTF-8, of a statement.</summary>
    public const int MaxLength = 1 << 19;

    /// <inheritdoc />
    public GuardVerdict Check(string sql, GuardScope scope)
    {
        if (sql.Length > MaxLength)
        {
            return new GuardRefusal(GuardRules.TooLong, $"The text has {sql.Length} characters; more than {MaxLength} are not looked at.");
        }

        if (SourceText.From(sql) is not { } source || sql.Contains('\0', StringComparison.Ordinal))
        {
            return new GuardRefusal(GuardRules.TextNotPlain, "The text holds a NUL character or half of a Unicode character.");
        }

        if (source.Utf8.Length > MaxLength)
        {
            return new GuardRefusal(GuardRules.TooLong, $"The text has {source.Utf8.Length} bytes; more than {MaxLength} are not looked at.");
        }

        try
        {
            return StatementReader.Read(source, out var statements) ?? Judge(source, statements, scope);
        }
        catch (InsufficientExecutionStackException)
        {
            return StatementReader.TooDeep();
        }
    }

    private static GuardVerdict Judge(SourceText source, IReadOnlyList<RawStatement> statements, GuardScope scope)
    {
        var refusals = new RefusalWriter(source, scope);
        if (statements.Count == 0)
        {
            return new GuardRefusal(GuardRules.Empty, "There is no statement in the text.");
        }

        if (statements.Count > 1)
        {
            return refusals.SeveralStatements(statements);
        }

        var statement = statements[0];
        if (statement.Node.Kind != "SelectStmt")
        {
            return refusals.NotAQuery(statement);
        }

        return Approve(statement.Node, scope, out var violation) is { } approved ? new GuardApproval(approved) : refusals.Of(violation!, statement.Node);
    }

    /// <summary>The only place where <see cref="ApprovedSql"/> is made. Exactly one of the two results is not null.</summary>
    internal static ApprovedSql? Approve(ParseNode statement, GuardScope scope, out Violation? violation)
    {
        var walk = new StatementWalk(scope, statement);
        violation = walk.Check();
        if (violation is not null)
        {
            return null;
        }

        try
        {
            var qualified = ResolvedNames.Resolve(statement, walk.Resolved, name => scope.Types.SchemaOf(name, scope.SearchPath), scope.Extensions);
            var text = SqlPrinter.Print(qualified, PrintStyle.ForExecution);
            var refused = StatementReader.Read(SourceText.From(text)!, out var read);
            if (refused is not null && GuardRules.IsOfTheMoment(refused.Rule))
            {
                // What is printed can be longer than what came in.
                violation = new(refused.Rule, refused.Message, statement);
                return null;
            }

            if (refused is null && read is [{ Node: { Kind: "SelectStmt" } again }] && ParseTreeComparer.Same(qualified, again))
            {
                var (personal, isTouched) = PersonalReach.Of(scope, walk.Relations, walk.Resolved, statement);
                var shown = Shown(qualified, walk.Relations, scope);
                return new ApprovedSql(text, walk.Relations)
                {
                    SearchPath = scope.SearchPath,
                    Shown = shown,
                    Mark = scope.Marks?.Of(shown),
                    PersonalSource = personal,
                    TouchesPersonal = isTouched,
                    HiddenNames = [.. walk.Relations.SelectMany(relation => scope.Barred.GetValueOrDefault(relation)?.Columns ?? Enumerable.Empty<string>())],
                };
            }

            violation = new(
                GuardRules.NotReproducible,
                "The statement cannot be printed so that PostgreSQL reads it back unchanged; write it more plainly.",
                statement);
        }
        catch (NotPrintableException exception)
        {
            violation = new(
                GuardRules.NodeNotListed,
                $"The statement holds a construct that is not on the list of what may be used ({exception.Message}).",
                exception.Node);
        }

        return null;
    }

    /// <summary>Besides what is read, the tables that stand as types (<c>NULL::customers</c>): their columns are parts of the values.</summary>
    private static RelationName[] Shown(ParseNode qualified, IReadOnlyList<RelationName> relations, GuardScope scope)
    {
        var shown = new HashSet<RelationName>(relations);
        qualified.Rewrite(node =>
        {
            if (node.Kind == "TypeName" && node.Names("names") is [var schema, var name])
            {
                var types = new[] { name, name.TrimStart('_') }.Select(type => new RelationName(schema, type));
                shown.UnionWith(types.Where(type => scope.KnownRelations?.Contains(type) is true));
            }

            return node;
        });
        return [.. shown];
    }
}

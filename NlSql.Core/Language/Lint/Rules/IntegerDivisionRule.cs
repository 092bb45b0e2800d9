using NlSql.Core.Language.Generation.Healing;
using NlSql.Core.Language.Lint.Reading;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Language.Lint.Rules;

/// <summary>Whole numbers divided by each other: 7 / 2 is 3. Classes ("decades") made by dividing and multiplying again are meant so.</summary>
internal sealed class IntegerDivisionRule : ILintRule
{
    /// <inheritdoc />
    public IEnumerable<LintWarning> Check(LintCase item)
    {
        foreach (var query in item.Reading.Queries)
        {
            var meant = query.Own.Where(IsRounding).SelectMany(TreeWalk.Within).Concat(query.Groups.SelectMany(TreeWalk.Within)).ToHashSet();
            foreach (var division in query.Own.Where(node => TreeWalk.Operator(node) == "/"))
            {
                var (left, right) = (division.Node("lexpr")!, division.Node("rexpr")!);
                if (meant.Contains(division) || !NumberTypes.IsWhole(left, query) || !NumberTypes.IsWhole(right, query) || IsExact(left, right))
                {
                    continue;
                }

                yield return new LintWarning(
                    LintRules.IntegerDivision,
                    $"{item.Text(division)} divides whole numbers and drops what is behind the point: 7 / 2 is 3, and a share below 1 is 0.",
                    "Cast one side to numeric.")
                {
                    Sql = item.WithAll(query, division, division.With("lexpr", TreeParts.Expression("arg1::numeric", left))),
                };
            }
        }
    }

    /// <summary>Multiplied again, cut by a function, cast back: the division stands where whole numbers are wanted.</summary>
    private static bool IsRounding(ParseNode node) =>
        (node.Kind == "FuncCall" && node.Names("funcname")[^1] is "floor" or "trunc" or "div")
        || (node.Kind == "TypeCast" && node.Node("typeName")!.Names("names")[^1] is "int2" or "int4" or "int8")
        || (TreeWalk.Operator(node) == "*" && TreeWalk.Operator(node.Node("lexpr")!) == "/"
            && ParseTreeComparer.Same(node.Node("lexpr")!.Node("rexpr")!, node.Node("rexpr")!));

    private static bool IsExact(ParseNode left, ParseNode right) => left.Node("ival") is { } dividend && right.Node("ival") is { } divisor
        && divisor.Number("ival") != 0 && dividend.Number("ival") % divisor.Number("ival") == 0;
}

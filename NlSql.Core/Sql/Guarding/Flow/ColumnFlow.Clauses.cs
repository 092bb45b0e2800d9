using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding.Flow;

/// <summary>What decides about the rows of a query: its clauses behind FROM.</summary>
internal sealed partial class ColumnFlow
{
    private void Clause(string name, object value, FlowLevel level, FlowQuery query)
    {
        switch (name)
        {
            case "withClause" or "larg" or "rarg" or "fromClause" or "targetList" or "valuesLists":
                break;
            case "distinctClause" when value is ParseNode[] { Length: > 0 } on && Array.TrueForAll(on, item => item.Kind == ParseTreeReader.NullKind):
                Reach(query.All);
                break;
            case "sortClause" or "groupClause" or "distinctClause" when value is ParseNode[] items:
                var outputs = new FlowOutputs(query);
                foreach (var item in items)
                {
                    Sorted(item, level, outputs, isInputToo: name == "groupClause");
                }

                break;
            default:
                Reach(Any(value, level));
                break;
        }
    }

    /// <summary>ORDER BY takes a name as that of an output first, GROUP BY as that of an input; a number is a place among the outputs.</summary>
    private void Sorted(ParseNode item, FlowLevel level, FlowOutputs outputs, bool isInputToo)
    {
        if (isInputToo && item.Kind is "GroupingSet" or "RowExpr")
        {
            // ROLLUP (1, a) and (1, a) are lists of keys.
            foreach (var part in item.List(item.Kind == "RowExpr" ? "args" : "content"))
            {
                Sorted(part, level, outputs, isInputToo);
            }

            return;
        }

        var key = item.Kind == "SortBy" ? item.Node("node") : item;
        if (key?.Node("ival")?.Number("ival") is { } place)
        {
            Reach(outputs.At(place));
            return;
        }

        if (key?.Kind == "ColumnRef" && key.List("fields") is [{ Kind: "String" } only])
        {
            var isOutput = outputs.Has(only.Text("sval"), out var taint);
            Reach(taint);
            if (isOutput && !isInputToo)
            {
                return;
            }
        }

        Reach(Expression(item, level));
    }
}

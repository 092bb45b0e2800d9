using NlSql.Core.Database.Catalog;
using NlSql.Core.Sql.Guarding;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Turns.Pipeline.Emptiness;

/// <summary>A text that a statement compares a column with.</summary>
/// <param name="Written">As the statement has it, with the signs of a pattern.</param>
/// <param name="Value">Without them.</param>
/// <param name="Sought">What the functions around it make of <paramref name="Value"/>.</param>
/// <param name="IsPattern">Any text around it would do.</param>
/// <param name="IgnoresCase">Letter case does not count.</param>
/// <param name="ColumnForm">What the functions around the column make of what is stored.</param>
/// <param name="ConstantForm">What those around the text make of it.</param>
internal sealed record ComparedValue(
    TableInfo Table,
    ColumnInfo Column,
    string Written,
    string Value,
    string Sought,
    bool IsPattern,
    bool IgnoresCase,
    TextForm ColumnForm,
    TextForm ConstantForm)
{
    /// <summary>For people; with the functions that stand around the column and not around the text too.</summary>
    public string Label => ColumnForm == ConstantForm ? $"{Table.Name}.{Column.Name}" : ColumnForm.Around($"{Table.Name}.{Column.Name}");

    private StringComparison Comparison => IgnoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>Whether the comparison holds for what is stored.</summary>
    public bool Finds(string stored)
    {
        var compared = ColumnForm.Of(stored);
        return IsPattern ? compared.Contains(Sought, Comparison) : compared.Equals(Sought, Comparison);
    }

    /// <summary>What must stand for <see cref="Value"/> so that what is stored is found; null where no text would do.</summary>
    public string? Replacement(string stored)
    {
        var compared = ColumnForm.Of(stored);
        return ConstantForm.Of(stored).Equals(compared, Comparison) ? stored
            : ConstantForm.Of(compared).Equals(compared, Comparison) ? compared
            : null;
    }
}

/// <summary>
/// Finds equalities, IN lists and simple patterns of text columns in a statement. Names are looked up over the whole statement; one that could be two columns
/// is passed over, and so are conditions that are negated: who says "not" does not expect to find the value.
/// </summary>
internal sealed class ComparedValues
{
    private readonly SchemaCatalog catalog;
    private readonly IReadOnlyList<string> searchPath;
    private readonly Dictionary<string, List<TableInfo>> byAlias = new(StringComparer.Ordinal);
    private readonly List<(ComparedValue Value, int Place)> found = [];

    private ComparedValues(SchemaCatalog catalog, IReadOnlyList<string> searchPath)
    {
        this.catalog = catalog;
        this.searchPath = searchPath;
    }

    /// <summary>
    /// Each once, in the order of the statement, with the places of its constants (as <see cref="ParseNode.Location"/>); none for what does not parse.
    /// </summary>
    public static IReadOnlyList<IGrouping<ComparedValue, int>> Of(string sql, SchemaCatalog catalog, IReadOnlyList<string> searchPath)
    {
        try
        {
            if (StatementReader.ReadOne(sql) is not { } statement)
            {
                return [];
            }

            var values = new ComparedValues(catalog, searchPath);
            values.Name(statement);
            values.Look(statement);
            return [.. values.found.GroupBy(compared => compared.Value, compared => compared.Place)];
        }
        catch (InsufficientExecutionStackException)
        {
            return [];
        }
    }

    private void Name(ParseNode node)
    {
        if (node.Kind == "RangeVar" && Find(node.Text("schemaname"), node.Text("relname")) is { } table)
        {
            var alias = node.Node("alias")?.Text("aliasname") ?? node.Text("relname");
            byAlias.TryAdd(alias, []);
            byAlias[alias].Add(table);
        }

        Below(node, Name);
    }

    private TableInfo? Find(string schema, string name)
    {
        var named = catalog.Tables.Where(table => table.Name.Name == name && (schema.Length == 0 || table.Name.Schema == schema)).ToList();
        return named is [var only] ? only
            : searchPath.Select(place => named.Find(table => table.Name.Schema == place)).FirstOrDefault(table => table is not null);
    }

    private void Look(ParseNode node)
    {
        if (node.Kind == "BoolExpr" && node.Text("boolop") == "NOT_EXPR")
        {
            return;
        }

        if (node.Kind == "A_Expr")
        {
            Compare(node);
        }

        Below(node, Look);
    }

    private void Compare(ParseNode node)
    {
        var (kind, sign) = (node.Text("kind"), node.Names("name").LastOrDefault());
        if (node.Node("lexpr") is not { } left || (node.Node("rexpr") is null && node.List("rexpr").Count == 0))
        {
            return;
        }

        switch (kind, sign)
        {
            case ("AEXPR_OP", "="):
                Add(left, node.Node("rexpr"), isPattern: false, ignoresCase: false);
                Add(node.Node("rexpr")!, left, isPattern: false, ignoresCase: false);
                break;
            case ("AEXPR_IN", "="):
                foreach (var item in node.Node("rexpr")?.List("items") ?? node.List("rexpr"))
                {
                    Add(left, item, isPattern: false, ignoresCase: false);
                }

                break;
            case ("AEXPR_LIKE", "~~"):
                Add(left, node.Node("rexpr"), isPattern: true, ignoresCase: false);
                break;
            case ("AEXPR_ILIKE", "~~*"):
                Add(left, node.Node("rexpr"), isPattern: true, ignoresCase: true);
                break;
        }
    }

    private void Add(ParseNode side, ParseNode? constant, bool isPattern, bool ignoresCase)
    {
        var (column, columnForm) = Bare(side);
        if (constant is null || Bare(constant) is not ({ Kind: "A_Const" } literal, var constantForm) || literal.Node("sval") is not { } text
            || column.Kind != "ColumnRef" || Column(column.Names("fields")) is not ({ } table, { Kind: ColumnKind.Text, IsPersonal: false } info))
        {
            return;
        }

        var written = text.Text("sval");
        var value = isPattern ? written.Trim('%') : written;
        if (value.Trim().Length == 0 || (isPattern && value.AsSpan().IndexOfAny('%', '_', '\\') >= 0))
        {
            return;
        }

        var sought = constantForm.Of(written);
        found.Add((
            new ComparedValue(
                table, info, written, value, isPattern ? sought.Trim('%') : sought, isPattern && written != value, ignoresCase, columnForm, constantForm),
            literal.Location));
    }

    /// <summary>Without casts and functions of letter case and blanks around it, and what those make of it.</summary>
    private static (ParseNode Node, TextForm Form) Bare(ParseNode node)
    {
        TextForm form = default;
        while (true)
        {
            if (node.Kind == "TypeCast" && node.Node("arg") is { } inner)
            {
                node = inner;
            }
            else if (node.Kind == "FuncCall" && node.List("args") is [var only] && node.Names("funcname") is [.., var name] && form.Within(name) is { } more)
            {
                form = more;
                node = only;
            }
            else
            {
                return (node, form);
            }
        }
    }

    private (TableInfo? Table, ColumnInfo? Column) Column(string[] names)
    {
        var tables = names switch
        {
            [var _] => byAlias.Values.SelectMany(list => list),
            [var alias, _] => byAlias.GetValueOrDefault(alias) ?? [],
            [var schema, var relation, _] => (byAlias.GetValueOrDefault(relation) ?? []).Where(table => table.Name.Schema == schema),
            _ => [],
        };
        var holding = tables.DistinctBy(table => table.Name)
            .Select(table => (Table: table, Column: table.Columns.FirstOrDefault(column => column.Name == names[^1])))
            .Where(pair => pair.Column is not null)
            .Take(2)
            .ToList();
        return holding is [var single] ? single : (null, null);
    }

    private static void Below(ParseNode node, Action<ParseNode> visit)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        foreach (ref readonly var field in node.Fields)
        {
            switch (field.Value)
            {
                case ParseNode child:
                    visit(child);
                    break;
                case ParseNode[] children:
                    Array.ForEach(children, child => visit(child));
                    break;
            }
        }
    }
}

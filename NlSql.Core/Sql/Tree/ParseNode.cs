namespace NlSql.Core.Sql.Tree;

/// <summary>
/// One node of PostgreSQL's raw parse tree, kept generic on purpose: whoever walks it sees every child of every node, also of
/// kinds that nobody has thought of. Immutable. Locations are kept apart from the fields, so that equal trees are equal wherever
/// they stood in the text.
/// </summary>
internal sealed class ParseNode
{
    private readonly ParseField[] fields;

    public ParseNode(string kind, ParseField[] fields, int location = -1)
    {
        Kind = kind;
        this.fields = fields;
        Location = location;
    }

    /// <summary>PostgreSQL's name of the node's struct, for instance <c>FuncCall</c>.</summary>
    public string Kind { get; }

    /// <summary>UTF-8 offset into the statement's text; -1 when the node has none.</summary>
    public int Location { get; }

    public ReadOnlySpan<ParseField> Fields => fields;

    public ChildNodes Children => new(fields);

    public object? this[string name]
    {
        get
        {
            foreach (ref readonly var field in fields.AsSpan())
            {
                if (string.Equals(field.Name, name, StringComparison.Ordinal))
                {
                    return field.Value;
                }
            }

            return null;
        }
    }

    public bool Has(string name) => this[name] is not null;

    public ParseNode? Node(string name) => this[name] as ParseNode;

    /// <summary>The list in a field; empty when the field is absent.</summary>
    public IReadOnlyList<ParseNode> List(string name) => this[name] as ParseNode[] ?? [];

    /// <summary>A text or enum field; empty when it is absent.</summary>
    public string Text(string name) => this[name] as string ?? "";

    /// <summary>A flag; false when it is absent.</summary>
    public bool Flag(string name) => this[name] is true;

    /// <summary>A number; 0 when it is absent, as libpg_query leaves zeros out.</summary>
    public long Number(string name) => this[name] is long number ? number : 0;

    /// <summary>The parts of a dotted name held as a list of String nodes.</summary>
    public string[] Names(string name)
    {
        var list = List(name);
        var names = new string[list.Count];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = list[i].Text("sval");
        }

        return names;
    }

    /// <summary>The same node with one field set, or taken out when <paramref name="value"/> is null.</summary>
    public ParseNode With(string name, object? value)
    {
        var kept = fields.Where(field => !string.Equals(field.Name, name, StringComparison.Ordinal));
        return new ParseNode(Kind, [.. value is null ? kept : kept.Append(new ParseField(name, value))], Location);
    }

    /// <summary>Every node below this one and itself, children first, replaced by what <paramref name="change"/> makes of it.</summary>
    public ParseNode Rewrite(Func<ParseNode, ParseNode> change) => change(WithChildren(static (child, change) => child.Rewrite(change), change));

    /// <summary>The same node with each child replaced by what <paramref name="change"/> makes of it; itself when nothing changed.</summary>
    public ParseNode WithChildren(Func<ParseNode, ParseNode> change) => WithChildren(static (child, change) => change(child), change);

    /// <param name="change">As above.</param>
    /// <param name="state">What it is given with each child, so that it need not be made anew for each node.</param>
    private ParseNode WithChildren<TState>(Func<ParseNode, TState, ParseNode> change, TState state)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        ParseField[]? changed = null;
        for (var i = 0; i < fields.Length; i++)
        {
            object value = fields[i].Value switch
            {
                ParseNode node => change(node, state),
                ParseNode[] list => ChangeList(list, change, state),
                var scalar => scalar,
            };
            if (!ReferenceEquals(value, fields[i].Value))
            {
                changed ??= [.. fields];
                changed[i] = new ParseField(fields[i].Name, value);
            }
        }

        return changed is null ? this : new ParseNode(Kind, changed, Location);
    }

    private static ParseNode[] ChangeList<TState>(ParseNode[] list, Func<ParseNode, TState, ParseNode> change, TState state)
    {
        ParseNode[]? changed = null;
        for (var i = 0; i < list.Length; i++)
        {
            var item = change(list[i], state);
            if (!ReferenceEquals(item, list[i]))
            {
                changed ??= [.. list];
                changed[i] = item;
            }
        }

        return changed ?? list;
    }
}

/// <param name="Name">As in PostgreSQL's struct.</param>
/// <param name="Value">A <see cref="ParseNode"/>, a <c>ParseNode[]</c>, a string, a long or a bool.</param>
internal readonly record struct ParseField(string Name, object Value);

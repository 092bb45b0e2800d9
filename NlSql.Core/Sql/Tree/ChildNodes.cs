namespace NlSql.Core.Sql.Tree;

/// <summary>The nodes in a node's fields, those of lists one by one, in order; nothing is put on the heap to go through them.</summary>
/// <param name="fields">Of the node.</param>
internal readonly ref struct ChildNodes(ReadOnlySpan<ParseField> fields)
{
    private readonly ReadOnlySpan<ParseField> fields = fields;

    public Enumerator GetEnumerator() => new(fields);

    /// <summary>Stands before the first node.</summary>
    /// <param name="fields">Of the node.</param>
    internal ref struct Enumerator(ReadOnlySpan<ParseField> fields)
    {
        private readonly ReadOnlySpan<ParseField> fields = fields;
        private ParseNode[]? list;
        private int field;
        private int item;

        public ParseNode Current { get; private set; } = null!;

        public bool MoveNext()
        {
            while (true)
            {
                if (list is not null && item < list.Length)
                {
                    Current = list[item++];
                    return true;
                }

                if (field == fields.Length)
                {
                    return false;
                }

                var value = fields[field++].Value;
                if (value is ParseNode node)
                {
                    (list, Current) = (null, node);
                    return true;
                }

                (list, item) = (value as ParseNode[], 0);
            }
        }
    }
}

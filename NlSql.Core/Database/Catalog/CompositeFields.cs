using NlSql.Core.Sql.Guarding.Flow;

namespace NlSql.Core.Database.Catalog;

/// <summary>A field of a composite column, or of a field of one.</summary>
/// <param name="Path">As <see cref="HiddenPart.Path"/> writes it.</param>
/// <param name="Outer">The place of the field that it is in; -1 for the column itself.</param>
internal sealed record CompositeField(FieldRow Row, string Path, int Outer);

/// <summary>What composite columns are made of, all the way down. Each field is judged by its name, as a column of that name would be.</summary>
internal sealed class CompositeFields(IReadOnlyList<FieldRow> rows)
{
    /// <summary>Fields of one column that are told apart: types within types can double with every level.</summary>
    private const int Most = 500;

    private readonly ILookup<uint, FieldRow> byType = rows.ToLookup(row => row.Type);

    /// <summary>All fields of a type, each once, however many ways lead to it.</summary>
    public IReadOnlyCollection<FieldRow> Beneath(uint type)
    {
        var found = new HashSet<FieldRow>();
        var waiting = new Stack<uint>([type]);
        while (waiting.TryPop(out var next))
        {
            foreach (var row in byType[next].Where(found.Add))
            {
                waiting.Push(row.FieldType);
            }
        }

        return found;
    }

    /// <summary>The fields of a type, outer ones before inner ones; null when there are too many.</summary>
    public IReadOnlyList<CompositeField>? Of(uint type)
    {
        List<CompositeField> fields = [.. byType[type].Select(row => new CompositeField(row, HiddenPart.Path(null, row.Name), -1))];
        for (var i = 0; i < fields.Count && fields.Count <= Most; i++)
        {
            var outer = i;
            fields.AddRange(byType[fields[i].Row.FieldType].Select(row => new CompositeField(row, HiddenPart.Path(fields[outer].Path, row.Name), outer)));
        }

        return fields.Count <= Most ? fields : null;
    }

    /// <summary>The ways to those fields that are not hidden, lie in no hidden one and hold none.</summary>
    /// <param name="fields">Outer ones first.</param>
    /// <param name="hidden">A mark for each.</param>
    public static IReadOnlySet<string> Open(IReadOnlyList<CompositeField> fields, IReadOnlyList<bool> hidden)
    {
        var within = new bool[fields.Count];
        for (var i = 0; i < fields.Count; i++)
        {
            within[i] = hidden[i] || (fields[i].Outer >= 0 && within[fields[i].Outer]);
        }

        var holds = within.ToArray();
        for (var i = fields.Count - 1; i >= 0; i--)
        {
            if (holds[i] && fields[i].Outer >= 0)
            {
                holds[fields[i].Outer] = true;
            }
        }

        return fields.Where((_, i) => !holds[i]).Select(field => field.Path).ToHashSet(StringComparer.Ordinal);
    }
}

using NlSql.Core.Language.Generation.BuiltIn.Linking;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Facts;
using NlSql.Core.Language.Schema.Words;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace NlSql.Core.Language.Generation.BuiltIn.Declining;

/// <summary>
/// Questions that a schema answers, one a table: made of what is known of its columns, and offered only after the translator itself was asked. Found once.
/// Safe to use from several threads.
/// </summary>
internal sealed class ExampleQuestions
{
    private const int MostTables = 2;

    /// <summary>Columns of more different values are no breakdown that anybody wants to see first.</summary>
    private const double FewValues = 40;

    private const string None = "";
    private readonly ConditionalWeakTable<SchemaModel, ConcurrentDictionary<TableNode, string>> known = [];

    /// <summary>A question of the first of <paramref name="tables"/> that has one; null when none has.</summary>
    /// <param name="isAnswered">Asks the translator.</param>
    public string? About(IEnumerable<TableNode> tables, SchemaModel schema, Func<string, bool> isAnswered)
    {
        var ofTables = known.GetOrCreateValue(schema);
        foreach (var table in tables.Distinct().Take(MostTables))
        {
            if (!ofTables.TryGetValue(table, out var example))
            {
                example = Of(table, schema).FirstOrDefault(isAnswered) ?? None;
                ofTables[table] = example;
            }

            if (example.Length > 0)
            {
                return example;
            }
        }

        return null;
    }

    /// <summary>From what tells most to what is understood most surely.</summary>
    private static IEnumerable<string> Of(TableNode table, SchemaModel schema)
    {
        var things = Things(table.Words);
        var amount = table.Measures.Where(m => m.Name != MeasureKinds.Margin).Select(m => m.Name).FirstOrDefault();
        foreach (var dimension in Dimensions(table, schema).Take(1))
        {
            if (amount is not null)
            {
                yield return $"total {amount} by {dimension}";
            }

            yield return $"number of {things} by {dimension}";
        }

        yield return $"how many {things} are there";
    }

    private static IEnumerable<string> Dimensions(TableNode table, SchemaModel schema)
    {
        var kinds = table.Columns.Where(c => c is { IsText: true, IsKey: false, IsForeignKey: false, Flag: null } && !table.Display.Contains(c)
                && !c.Info.IsPersonal && c.Info.Statistics.DistinctCount is > 1 and <= FewValues and var different && different * 2 < table.Info.RowEstimate)
            .Select(c => string.Join(' ', c.Words));
        var months = table.DefaultEvent is { } happened ? [$"month of {string.Join(' ', happened.Column.Words)}"] : (string[])[];
        var owners = schema.Joins.EdgesOf(table).Where(e => e.Many == table && e.One != table && e.One.Info.RowEstimate is <= (long)FewValues)
            .Select(e => string.Join(' ', e.One.Words));
        return kinds.Concat(owners).Concat(months);
    }

    private static string Things(IReadOnlyList<string> words) => string.Join(' ', words.SkipLast(1).Append(WordStem.Plural(words[^1])));
}

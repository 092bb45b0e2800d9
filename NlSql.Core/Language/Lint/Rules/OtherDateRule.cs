using NlSql.Core.Language.Lint.Reading;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Facts;
using NlSql.Core.Language.Schema.Words;
using NlSql.Core.Sql.Guarding.Expansion;
using NlSql.Core.Sql.Names;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Language.Lint.Rules;

/// <summary>The question says what happened ("shipped in May"), and the statement tells the period by another date of the same rows.</summary>
internal sealed class OtherDateRule : ILintRule
{
    /// <inheritdoc />
    public IEnumerable<LintWarning> Check(LintCase item)
    {
        if (item.Question is not { Length: > 0 } question)
        {
            yield break;
        }

        string[] words = [.. question.ToLowerInvariant().Split([.. question.Where(c => !char.IsLetter(c)).Distinct()], StringSplitOptions.RemoveEmptyEntries)];
        var named = item.Reading.Queries.SelectMany(query => query.Own.Select(node => query.Find(node)?.Base)).OfType<ColumnNode>().ToHashSet();
        foreach (var query in item.Reading.Queries)
        {
            var used = query.Conditions.Concat(query.Groups).SelectMany(TreeWalk.Within).Select(query.Find).OfType<LintColumn>()
                .Where(column => column.Base is { IsDate: true, Form: null }).Distinct().ToList();
            foreach (var column in used)
            {
                if (Meant(column.Base!, words, named) is var (other, verb))
                {
                    yield return Warning(item, query, column, other, verb);
                }
            }
        }
    }

    private static LintWarning Warning(LintCase item, LintQuery query, LintColumn column, EventDate other, string verb)
    {
        var isAlike = other.Column.Info.Kind == column.Base!.Info.Kind && other.Column.Form is null;
        var references = query.Own.Where(node => query.Find(node) == column).ToHashSet();
        // A sub-query's result would lose the column that the query around it asks for, or has no other to give.
        var isHandedOn = column.Source.Table is null || (query.Node != item.Statement && query.Node.List("targetList").Any(target =>
            !target.Has("name") && ColumnNames.Of(target) == column.Name && TreeWalk.Within(target).Any(references.Contains)));
        return new LintWarning(
            LintRules.OtherDate,
            $"The question says “{verb}”, which goes with {other.Column}; the statement goes by {column.Base}.",
            $"Use {Identifier.Quote(other.Column.Info.Name)} if that day is meant.")
        {
            Sql = isAlike && !isHandedOn ? item.Changed(node => references.Contains(node) ? Renamed(node, other.Column.Info.Name) : node) : null,
        };
    }

    /// <summary>The one event that the question has a word for, none of this column's and not named anywhere in the statement.</summary>
    private static (EventDate Other, string Verb)? Meant(ColumnNode column, string[] words, HashSet<ColumnNode> named)
    {
        var events = column.Table.Events;
        if (events.FirstOrDefault(e => e.Column == column) is not { } own || Said(own, words) is not null)
        {
            return null;
        }

        var others = events
            .Where(e => e != own && !e.IsPlanned && !named.Contains(e.Column))
            .Select(e => (Event: e, Verb: Said(e, words)))
            .Where(e => e.Verb is not null)
            .ToList();
        return others is [var (only, verb)] ? (only, verb!) : null;
    }

    /// <summary>A verb of the question that the event goes with: only forms that no noun has.</summary>
    private static string? Said(EventDate happened, string[] words) => Array.Find(words, word =>
        (word.EndsWith("ed", StringComparison.Ordinal) || word.EndsWith("ing", StringComparison.Ordinal)
            || word is "born" or "sent" or "paid" or "left" or "began")
        && happened.Verbs.Any(verb => VerbForms.AreSame(word, verb)));

    private static ParseNode Renamed(ParseNode reference, string name)
    {
        var fields = reference.List("fields");
        return reference.With("fields", fields.SkipLast(1).Append(fields[^1].With("sval", name)).ToArray());
    }
}

using System.Text;

namespace NlSql.Core.Foundation.Site;

/// <summary>Finds the glossary's entries that a question speaks of. Words are compared in lower case, with and without a plural's s.</summary>
public sealed class SiteGlossary
{
    /// <summary>More entries than these would say nothing about one question.</summary>
    private const int MaxEntries = 12;

    private readonly List<(string Words, GlossaryTerm Entry)> names;

    /// <summary>Names of one or two letters are left out: they would stand in any question.</summary>
    public SiteGlossary(SiteKnowledge site)
    {
        ArgumentNullException.ThrowIfNull(site);
        Entries = site.Glossary;
        names = [.. site.Glossary.SelectMany(entry => NamesOf(entry).Select(name => (Words(name), entry))).Where(name => name.Item1.Length > 2)];
    }

    /// <summary>No entry.</summary>
    public static SiteGlossary Empty { get; } = new(SiteKnowledge.Nothing);

    /// <summary>In the site file's order.</summary>
    public IReadOnlyList<GlossaryTerm> Entries { get; }

    /// <summary>Entries of which the term or a synonym stands in the question as whole words, in the glossary's order.</summary>
    public IReadOnlyList<GlossaryTerm> In(string question)
    {
        if (names.Count == 0)
        {
            return [];
        }

        var words = Words(question);
        var found = names.Where(name => words.Contains(name.Words, StringComparison.Ordinal)).Select(name => name.Entry).ToHashSet();
        return [.. Entries.Where(found.Contains).Take(MaxEntries)];
    }

    /// <summary>
    /// What retrieval should look for besides the question's own words: the other names of what it speaks of, and the tables and columns that its SQL
    /// names. Empty when it speaks of no entry.
    /// </summary>
    public string Related(string question) => string.Join(' ', In(question).SelectMany(entry => NamesOf(entry).Append(entry.Sql)).OfType<string>());

    /// <summary>The term and its synonyms.</summary>
    public static IEnumerable<string> NamesOf(GlossaryTerm entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.Synonyms.Prepend(entry.Term).Where(name => !string.IsNullOrWhiteSpace(name));
    }

    /// <summary><c>Net Sales!</c> becomes <c>" net sale "</c>, so that only whole words are found in one another.</summary>
    private static string Words(string text)
    {
        var result = new StringBuilder(" ");
        var word = new StringBuilder();
        foreach (var c in text.Append(' '))
        {
            if (char.IsLetterOrDigit(c))
            {
                word.Append(char.ToLowerInvariant(c));
                continue;
            }

            if (word.Length > 0)
            {
                var isPlural = word.Length > 3 && word[^1] == 's' && word[^2] != 's';
                result.Append(word, 0, isPlural ? word.Length - 1 : word.Length).Append(' ');
                word.Clear();
            }
        }

        return result.ToString();
    }
}

namespace NlSql.Core.Language.Schema.Words;

/// <summary>What a span of a question may name in one catalog. Nothing is decided: readings with scores, best first.</summary>
internal interface INameLinks
{
    /// <summary>Tables that <paramref name="words"/> may name.</summary>
    /// <param name="words">One to five words, lower case or lemmas; or one name as it stands in the schema (<c>public.orders</c>).</param>
    IReadOnlyList<TableLink> Tables(IReadOnlyList<string> words);

    /// <summary>Columns that <paramref name="words"/> may name, of all tables.</summary>
    /// <inheritdoc cref="Tables" path="/param"/>
    IReadOnlyList<ColumnLink> Columns(IReadOnlyList<string> words);
}

/// <summary>Where a reading of words as a name comes from.</summary>
internal enum LinkSource
{
    /// <summary>Typed as it stands in the schema; the score is 1.</summary>
    Identifier,

    /// <summary>The name's words, all of them or the part that says it.</summary>
    Name,

    /// <summary>A short form: <c>qty</c> for quantity.</summary>
    Abbreviation,

    /// <summary>Another form of the same stem: hired for <c>hire_date</c>.</summary>
    Stem,

    /// <summary>The site's glossary.</summary>
    Glossary,

    /// <summary>The general list of everyday words.</summary>
    Synonym,

    /// <summary>A comment or label of the schema.</summary>
    Comment,

    /// <summary>Near in the embedder's space, and nearer than what else the table has.</summary>
    Meaning,
}

/// <param name="Score">0 to 1.</param>
internal sealed record TableLink(TableNode Table, double Score, LinkSource Source);

/// <param name="Score">0 to 1.</param>
internal sealed record ColumnLink(ColumnNode Column, double Score, LinkSource Source);

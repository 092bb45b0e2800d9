using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Generation.BuiltIn.Linking;

namespace NlSql.Core.Language.Generation.BuiltIn.Intent;

/// <summary>
/// Makes an intent of linked items. Each reader looks for one kind of statement, uses up the items it is made of and leaves
/// the rest to those after it; the most specific come first.
/// </summary>
internal static class IntentParser
{
    private static readonly IIntentReader[] Readers =
    [
        new RankedReader(),
        new TallyReader(),
        new RollUpReader(),
        new SuperlativeReader(),
        new OrderReader(),
        new TextMatchReader(),
        new ComparisonReader(),
        new DateReader(),
        new ValueReader(),
        new BooleanReader(),
        new GroupReader(),
        new TargetReader(),
        new MentionReader(),
        new AlternativeReader(),
    ];

    public static QueryIntent Parse(ParseContext context)
    {
        foreach (var reader in Readers)
        {
            reader.Read(context);
        }

        return context.Intent;
    }

    /// <summary>Drops words that carry nothing ("the", "all"), so that readers see neighbours side by side.</summary>
    public static IReadOnlyList<Item> Condense(IReadOnlyList<Item> items, Lexicon lexicon) =>
        [.. items.Where(i => i.Kind != ItemKind.Word || !lexicon.Stopwords.Contains(i.Lower))];
}

/// <summary>Understands one kind of statement within a question.</summary>
internal interface IIntentReader
{
    void Read(ParseContext context);
}

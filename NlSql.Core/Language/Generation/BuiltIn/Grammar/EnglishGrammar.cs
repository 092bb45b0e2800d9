using System.Collections.Frozen;
using NlSql.Core.Language.Generation.BuiltIn.Grammar.Rules;

namespace NlSql.Core.Language.Generation.BuiltIn.Grammar;

/// <summary>The rules that English questions are read by.</summary>
internal static class EnglishGrammar
{
    public static IReadOnlyList<Rule> Rules { get; } =
    [
        .. NounRules.All, .. FigureRules.All, .. FilterRules.All, .. TimeRules.All, .. CalendarRules.All, .. ClockRules.All, .. InForceRules.All,
        .. ComparedRules.All, .. GroupRules.All, .. PeopleRules.All, .. VerbRules.All, .. SeveralRules.All,
        .. EverydayRules.All, .. AbsenceRules.All, .. ComparisonRules.All, .. MeasureRules.All, .. TimesRules.All,
        .. RatioRules.All, .. EndRules.All, .. OnAverageRules.All, .. ContestRules.All, .. TailRules.All,
    ];

    public static GrammarTrie Trie { get; } = new(Rules);

    /// <summary>Symbols that a whole question may be a row of.</summary>
    public static FrozenSet<string> Clauses { get; } = new[]
    {
        "Entity", "Few", "Attr", "List", "Figure", "Cond", "Or", "By", "Limit", "Best", "Keep", "Common", "Order", "UnitShown", "Duration", "Computed",
        "Contest", "ShareBy", "backeach", "altogether", "countnoun", "GradedVerb", "Each", "Spent", "Ranked", "OtherEnd", "Beside", "AlsoCount", "Tail",
        "open", "whatis", "compare", "which", "who", "when", "where", "there", "and", "comma", "stop", "with", "rel", "count", "howmuch", "idle", "allperiods",
        "aspercent",
    }.ToFrozenSet();
}

using System.Collections.Frozen;

namespace NlSql.Core.Language.Schema.Words;

/// <summary>Words that ask rather than name: they say nothing about which table is meant.</summary>
internal static class StopWords
{
    private static readonly FrozenSet<string> Words = (
        "a an the this that these those there here it its they them their he she his her him i me my we us our you your who whom whose what which when "
        + "where why how " +
        "is are was were be been being am do does did done doing has have had having can could will would shall should may might must " +
        "and or but nor not no if then than so as at by for from in into of off on onto out over to up with without within about between among both each "
        + "every either neither per via " +
        "show list find give get tell display return provide retrieve fetch compute calculate determine identify please want need know see let make " +
        "many much more most less least few fewer some any all also only just very too other another such same different distinct " +
        "s t d ll re ve one ones").Split(' ').ToFrozenSet(StringComparer.Ordinal);

    public static bool Contains(string word) => Words.Contains(word);
}

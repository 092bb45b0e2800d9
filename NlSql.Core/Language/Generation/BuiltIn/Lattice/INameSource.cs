using NlSql.Core.Language.Generation.BuiltIn.Language;
using NlSql.Core.Language.Schema;
using NlSql.Core.Language.Schema.Facts;

namespace NlSql.Core.Language.Generation.BuiltIn.Lattice;

/// <summary>What the lattice asks of the schema: which names and values a phrase may mean, each with how surely it does.</summary>
internal interface INameSource
{
    /// <param name="phrase">Lemmas.</param>
    IEnumerable<Candidate<TableNode>> Tables(IReadOnlyList<string> phrase);

    /// <param name="phrase">Lemmas.</param>
    IEnumerable<Candidate<ColumnNode>> Columns(IReadOnlyList<string> phrase);

    /// <summary>Amounts that are called so.</summary>
    /// <param name="phrase">Lower case or lemmas.</param>
    IReadOnlyList<Candidate<MeasureFact>> Measures(string phrase);

    /// <summary>Dates of what a verb says that happened.</summary>
    IReadOnlyList<Candidate<ColumnNode>> DatesOf(string verb);

    /// <summary>Flags by what they say of a row, and by the opposite.</summary>
    /// <param name="phrase">Lower case or lemmas.</param>
    IEnumerable<(Candidate<ColumnNode> Column, bool IsYes)> Flags(string phrase);

    /// <summary>Keys whose role a word names: "origin".</summary>
    IReadOnlyList<KeyEdge> Roles(string lemma);

    /// <summary>Tables whose rows are people.</summary>
    IReadOnlyList<Candidate<TableNode>> People { get; }

    /// <summary>Values that start at a token, with the tokens they take.</summary>
    IEnumerable<(int Length, ValueCandidate Value)> ValuesAt(IReadOnlyList<Token> tokens, int first);

    /// <summary>Values of one word with that stem: those of "cancelled" for "cancellation".</summary>
    IReadOnlyList<ValueCandidate> ValuesByStem(string stem);

    /// <summary>Columns that hold exactly this text, up to case.</summary>
    IEnumerable<ValueCandidate> ValuesOf(string text);
}

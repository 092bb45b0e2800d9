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

    /// <summary>Keys of the role, or of one that goes by another word.</summary>
    IReadOnlyList<KeyEdge> RolesCalled(string lemma);

    /// <summary>Keys to whoever does what the verb says.</summary>
    IReadOnlyList<KeyEdge> RolesByVerb(Token verb);

    /// <summary>Things that are called so and stand above and below each other, with the key to the one above.</summary>
    /// <param name="phrase">Lemmas.</param>
    IEnumerable<(Candidate<TableNode> Table, KeyEdge Key)> Trees(IReadOnlyList<string> phrase);

    /// <summary>Tables that keep first and last names of people.</summary>
    IReadOnlyList<Candidate<TableNode>> NamedPeople { get; }

    /// <summary>A key of the one leads to the other.</summary>
    bool RefersTo(TableNode from, TableNode to);

    /// <summary>Tables whose rows refer to the thing; views and tables of the thing's own history aside.</summary>
    IReadOnlyList<TableNode> Referring(TableNode thing);

    /// <summary>What words may name that are in no name.</summary>
    EverydayNames Everyday { get; }
    /// <summary>Keys all of whose words beyond the thing's name are said.</summary>
    IEnumerable<KeyEdge> WholeRoles(IReadOnlyList<string> lemmas);

    /// <summary>Tables whose rows are people.</summary>
    IReadOnlyList<Candidate<TableNode>> People { get; }

    /// <summary>Values that start at a token, with the tokens they take.</summary>
    IEnumerable<(int Length, ValueCandidate Value)> ValuesAt(IReadOnlyList<Token> tokens, int first);

    /// <summary>Values of one word with that stem: those of "cancelled" for "cancellation".</summary>
    IReadOnlyList<ValueCandidate> ValuesByStem(string stem);

    /// <summary>
    /// Values of one column that have these words among others: the only one that does, or all of them where each begins so. Empty where several columns
    /// have such values, or not all values of the column are known.
    /// </summary>
    IReadOnlyList<ValueCandidate> ValuesInPart(IReadOnlyList<string> phrase);

    /// <summary>Columns that hold exactly this text, up to case.</summary>
    IEnumerable<ValueCandidate> ValuesOf(string text);
}

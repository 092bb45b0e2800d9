using System.Runtime.CompilerServices;
using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Language.Lint.Reading;

/// <summary>
/// Counts the steps of one look at a statement: columns looked up, conditions followed, nodes copied into a fix and printed. Rules look at pairs of things, and
/// a text of machine length has many.
/// </summary>
/// <param name="most">After so many the look ends.</param>
internal sealed class LookSteps(int most)
{
    /// <summary>Some tenths of a second. Statements that people and models write take some thousands.</summary>
    public const int Usual = 2_000_000;

    /// <summary>A node that is printed is also read again and compared.</summary>
    private const int Printed = 10;

    public int Taken { get; private set; }

    /// <summary>Throws <see cref="LookTooLongException"/> when there have been too many.</summary>
    public void Take(int steps)
    {
        Taken += steps;
        if (Taken > most || Taken < 0)
        {
            throw new LookTooLongException();
        }
    }

    /// <summary>The steps of printing a tree.</summary>
    public void TakePrinting(ParseNode tree)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        Take(Printed);
        foreach (var child in tree.Children)
        {
            TakePrinting(child);
        }
    }
}

/// <summary>A statement would take too long to look at: no more is said of it.</summary>
internal sealed class LookTooLongException() : Exception("The statement takes more steps to look at than a look may.");

using NlSql.Core.Language.Generation.BuiltIn.Lattice;

namespace NlSql.Core.Language.Generation.BuiltIn.Grammar;

/// <summary>"each once": nothing is shown twice.</summary>
internal sealed record OncePart : Part;

/// <summary>"- how many?" after what has been named: it is counted rather than listed.</summary>
internal sealed record HowManyPart : Part;

/// <summary>"- list them" after a question for yes or no: the rows are shown.</summary>
internal sealed record ListedPart : Part;

/// <summary>"(by payment date)": the date that every period of the question is about.</summary>
internal sealed record DatedPart(AttributePart Column) : Part;

/// <summary>"... and how much is it?": what things are ranked by is shown too.</summary>
internal sealed record MuchTooPart : Part;

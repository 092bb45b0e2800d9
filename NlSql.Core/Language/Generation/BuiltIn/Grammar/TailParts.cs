using NlSql.Core.Language.Generation.BuiltIn.Lattice;

namespace NlSql.Core.Language.Generation.BuiltIn.Grammar;

/// <summary>"each once": nothing is shown twice.</summary>
internal sealed record OncePart : Part;

/// <summary>"- how many?" after what has been named: it is counted rather than listed.</summary>
internal sealed record HowManyPart : Part;

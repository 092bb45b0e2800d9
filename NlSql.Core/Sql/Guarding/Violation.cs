using NlSql.Core.Sql.Tree;

namespace NlSql.Core.Sql.Guarding;

/// <summary>What a rule found, before it is turned into words for the caller.</summary>
/// <param name="Rule">One of <see cref="GuardRules"/>.</param>
/// <param name="Message">A sentence that names what was found.</param>
/// <param name="Node">Where; its kind and place go into the refusal.</param>
/// <param name="Replacement">A name that was probably meant instead, for rules about names.</param>
internal sealed record Violation(string Rule, string Message, ParseNode Node, string? Replacement = null);

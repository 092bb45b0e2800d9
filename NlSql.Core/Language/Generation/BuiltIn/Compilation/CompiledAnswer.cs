using NlSql.Core.Language.Generation.BuiltIn.Planning;
using NlSql.Core.Language.Generation.BuiltIn.Resolution;

namespace NlSql.Core.Language.Generation.BuiltIn.Compilation;

/// <summary>An answer as a plan, by one choice of routes.</summary>
/// <param name="RouteCost">What its routes cost together: the less, the likelier.</param>
/// <param name="Choices">Where another route was nearly as good.</param>
internal sealed record CompiledAnswer(RelationalPlan Plan, double RouteCost, IReadOnlyList<Concern> Concerns, IReadOnlyList<RouteChoice> Choices);

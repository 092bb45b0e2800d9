using System.Text.Json;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Texts;

namespace NlSql.Web.Api;

/// <summary>
/// Refuses bodies with fields that there are none of, for every endpoint alike: a misspelt field would be left out in silence, and the answer be one to
/// something else than was asked.
/// </summary>
internal sealed class KnownFields : IEndpointFilter
{
    /// <summary>UTF-16 characters of a name that the answer repeats.</summary>
    private const int LongestName = 60;

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.Arguments.OfType<RequestBody>().FirstOrDefault(body => body.Unknown is { Count: > 0 }) is { } body
            ? throw new PipelineFailureException(Refusal(body.Unknown!.Keys.First(), FieldsOf(body.GetType())))
            : next(context);

    private static PipelineFailure Refusal(string name, List<string> fields)
    {
        var nearest = fields.MinBy(field => EditDistance.Between(name, field));
        var guess = nearest is not null && EditDistance.Between(name, nearest) <= EditDistance.Tolerance(nearest) ? $"; did you mean {nearest}?" : ".";
        return new(
            FailureParty.Caller,
            FailureTypes.FieldUnknown,
            $"There is no field {Excerpt.Of(name, LongestName)}{guess}",
            $"The fields are {string.Join(", ", fields)}.");
    }

    private static List<string> FieldsOf(Type body) =>
    [
        .. body.GetProperties()
            .Where(property => property.Name != nameof(RequestBody.Unknown))
            .Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)),
    ];
}

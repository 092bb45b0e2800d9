using NlSql.Core.Database.Execution.Plans;
using NlSql.Core.Foundation.Failures;

namespace NlSql.Tests.Unit.Database.Execution.Plans;

public sealed class PlanReaderTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("[{}]")]
    [InlineData("""[{"Plan": {"Node Type": "Limit"}}]""")]
    [InlineData("""[{"Plan": {"Node Type": "Limit", "Plan Rows": "many", "Startup Cost": 0, "Total Cost": 1}}]""")]
    public void Parse_NoPlan_FailsInWords(string? json)
    {
        var error = Assert.Throws<PipelineFailureException>(() => PlanReader.Parse(json));

        Assert.Equal(FailureTypes.DatabaseError, error.Failure.Type);
        Assert.Contains("EXPLAIN", error.Failure.Message, StringComparison.Ordinal);
    }
}

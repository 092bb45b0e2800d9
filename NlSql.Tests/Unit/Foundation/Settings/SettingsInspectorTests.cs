using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Core;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Settings;

namespace NlSql.Tests.Unit.Foundation.Settings;

public sealed class SettingsInspectorTests
{
    [Fact]
    public void FindFaults_NothingSet_FindsNone() => Assert.Empty(Inspector().FindFaults());

    [Fact]
    public void FindFaults_SeveralWrong_FindsAllOfAllStagesWithTheirKeys()
    {
        var faults = Inspector(
            ("DB_PORT", "abc"),
            ("MAX_ROWS", "0"),
            ("STATEMENT_TIMEOUT_MS", "soon"),
            ("SCHEMA_CHECK_SECONDS", "-1"),
            ("SSL_MODE", "maybe"),
            ("WIPE_ON_EXIT", "perhaps")).FindFaults();

        Assert.Equal(
            ["DB_PORT", "MAX_ROWS", "SCHEMA_CHECK_SECONDS", "SSL_MODE", "STATEMENT_TIMEOUT_MS", "WIPE_ON_EXIT"],
            faults.Select(f => f.Key).Order(StringComparer.Ordinal));
        Assert.All(faults, fault => Assert.Contains(fault.Key!, fault.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void FindFaults_NotANumber_SaysWhatToSet() =>
        Assert.Equal("MAX_ROWS is \"many\"; set it to a whole number, or leave it out.", Assert.Single(Inspector(("MAX_ROWS", "many")).FindFaults()).Message);

    [Fact]
    public void FindFaults_OutOfRange_SaysTheRangeAndNothingElse() =>
        Assert.Equal("MAX_ROWS must be between 1 and 1000000.", Assert.Single(Inspector(("MAX_ROWS", "0")).FindFaults()).Message);

    [Fact]
    public void FindFaults_OfAllKinds_SayOurSentenceOnly() => Assert.Equal(
        [
            "CACHE_SIZE must be between 0 and 100000.",
            "EMBEDDING_API_URL must be an http or https address without user name, fragment and query but for Azure's api-version, "
                + "for instance http://localhost:11434/v1.",
            "EMBEDDING_MODEL_NAME must be set when EMBEDDING_API_URL is.",
            "GENERATOR_ORDER must be auto, model or built-in.",
            "LLM_MAX_TOKENS must be smaller than LLM_CONTEXT_TOKENS, which covers prompt and answer.",
        ],
        Inspector(("CACHE_SIZE", "100001"), ("GENERATOR_ORDER", "dice"), ("EMBEDDING_API_URL", "ftp://x"), ("LLM_MAX_TOKENS", "8192"))
            .FindFaults().Select(f => f.Message).Order(StringComparer.Ordinal));

    [Fact]
    public void Report_CacheSize_IsOneSettingWithTheDefaultOfTheGuide() =>
        Assert.Equal("256", Assert.Single(Inspector().Report(), static r => r.Key == "CACHE_SIZE").Value);

    [Fact]
    public void ThrowIfInvalid_SeveralWrong_ListsThemAllInOneFailure()
    {
        var error = Assert.Throws<PipelineFailureException>(() => Inspector(("DB_PORT", "x"), ("MAX_ROWS", "y")).ThrowIfInvalid());

        Assert.Equal(FailureTypes.SettingsInvalid, error.Failure.Type);
        Assert.Contains("DB_PORT", error.Failure.Message, StringComparison.Ordinal);
        Assert.Contains("MAX_ROWS", error.Failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DB_HST", "DB_HST is no setting; did you mean DB_HOST?")]
    [InlineData("DB_PROT", "DB_PROT is no setting; did you mean DB_PORT?")]
    [InlineData("LLM_API_ULR", "LLM_API_ULR is no setting; did you mean LLM_API_URL?")]
    [InlineData("EMBEDDING_MODEL_NAM", "EMBEDDING_MODEL_NAM is no setting; did you mean EMBEDDING_MODEL_NAME?")]
    [InlineData("MAX_ROW", "MAX_ROW is no setting; did you mean MAX_ROWS?")]
    public void FindMisspelt_SlipOfThePen_NamesTheSetting(string name, string sentence) =>
        Assert.Equal([sentence], Inspector((name, "x")).FindMisspelt());

    [Theory]
    [InlineData("DB_PATH")]
    [InlineData("DB_TYPE")]
    [InlineData("PB_HOST")]
    [InlineData("HOME")]
    [InlineData("DB_HOST")]
    [InlineData("db_port")]
    [InlineData("LLM_TEMPERATURES_FILE")]
    public void FindMisspelt_NameOfAnotherProgram_IsNotSaid(string name) => Assert.Empty(Inspector((name, "5")).FindMisspelt());

    [Fact]
    public void FindMisspelt_SettingIsSetToo_IsAnotherProgramsName() =>
        Assert.Empty(Inspector(("DB_HOSTS", "a,b"), ("DB_HOST", "a")).FindMisspelt());

    [Fact]
    public void Report_Secrets_AreNeverShown()
    {
        var report = Inspector(("DB_HOST", "db"), ("DB_NAME", "n"), ("DB_USER", "u"), ("DB_PASS", "tell-nobody"), ("MAX_ROWS", "5")).Report();

        Assert.Equal("set", report.Single(r => r.Key == "DB_PASS").Value);
        Assert.DoesNotContain(report, r => r.Value.Contains("tell-nobody", StringComparison.Ordinal));
        Assert.Equal(new SettingReport("MAX_ROWS", "5", "program"), report.Single(r => r.Key == "MAX_ROWS"));
        Assert.Equal("default", report.Single(r => r.Key == "STATEMENT_TIMEOUT_MS").Source);
    }

    private static SettingsInspector Inspector(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)))
            .Build();
        return new ServiceCollection().AddLogging().AddNlSql(configuration).BuildServiceProvider().GetRequiredService<SettingsInspector>();
    }
}

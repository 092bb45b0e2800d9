using NlSql.Tests.Fakes;
using NlSql.Tests.Fakes.TinyModels;

namespace NlSql.Tests.Integration.Cli;

/// <summary>What <c>doctor</c> finds, and how it ends.</summary>
public sealed class DoctorTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Doctor_HealthyInstallation_EndsWithZero()
    {
        var demo = await postgres.DemoAsync();

        var result = await CommandLine.RunAsync(demo.Settings, "doctor", "--json");

        Assert.Equal(0, result.Code);
        var subjects = result.Json.EnumerateArray().Select(finding => finding.GetProperty("subject").GetString()).ToHashSet();
        Assert.Superset(new HashSet<string?> { "settings", "storage", "native", "guard", "database", "role", "index", "model" }, subjects);
    }

    [Theory]
    [InlineData("API_KEYS_FILE", "/no/such")]
    [InlineData("AGENT_PORT", "abc")]
    [InlineData("AGENT_HOST", "0.0.0.0")]
    [InlineData("BASE_PATH", "nlsql")]
    [InlineData("LOG_FORMAT", "xml")]
    [InlineData("TRUSTED_PROXIES", "x")]
    [InlineData("ALLOWED_HOSTS", "http://x/")]
    [InlineData("ALLOWED_HOSTS", "*")]
    [InlineData("ANALYST_HEADER", "X-Remote-User")]
    [InlineData("TIME_ZONE", "Mars/Base")]
    [InlineData("DATA_PATH", "")]
    [InlineData("AUDIT_TRAIL", "some")]
    [InlineData("RUN_AS", "root")]
    [InlineData("DB_EXCLUDE", "sales.custmers")]
    public async Task Doctor_SettingThatTheAppRefuses_EndsWithTwoAndNamesIt(string key, string value)
    {
        var demo = await postgres.DemoAsync();
        var settings = new Dictionary<string, string?>(demo.Settings, StringComparer.Ordinal) { [key] = value };

        var result = await CommandLine.RunAsync(settings, "doctor");

        Assert.Equal(2, result.Code);
        Assert.Contains(key, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_MisspeltSetting_IsNamedWithTheOneThatIsMeant()
    {
        var demo = await postgres.DemoAsync();
        var settings = new Dictionary<string, string?>(demo.Settings, StringComparer.Ordinal) { ["DB_SCHEMS"] = "sales" };

        var result = await CommandLine.RunAsync(settings, "doctor");

        Assert.Equal(0, result.Code);
        Assert.Contains("DB_SCHEMS is no setting; did you mean DB_SCHEMAS?", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_SchemaThatIsNotThere_IsNamed()
    {
        var demo = await postgres.DemoAsync();
        var settings = new Dictionary<string, string?>(demo.Settings, StringComparer.Ordinal) { ["DB_SCHEMAS"] = "sales,nope" };

        var result = await CommandLine.RunAsync(settings, "doctor");

        Assert.Equal(0, result.Code);
        Assert.Contains("DB_SCHEMAS names nope", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_ModelDown_EndsWithFive()
    {
        var demo = await postgres.DemoAsync();
        using var refusing = ScriptedModel.Refusing();
        var settings = new Dictionary<string, string?>(demo.Settings, StringComparer.Ordinal)
        {
            ["LLM_API_URL"] = refusing.Url.ToString(),
            ["LLM_MODEL_NAME"] = "scripted",
        };

        var result = await CommandLine.RunAsync(settings, "doctor");

        Assert.Equal(5, result.Code);
        Assert.Contains("LLM_API_URL", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "ok", "answers; sees schema")]
    [InlineData(404, "warning", "has no list of models there (404)")]
    [InlineData(307, "failed", "redirects elsewhere (307)")]
    [InlineData(403, "failed", "refuses the key (403)")]
    [InlineData(503, "failed", "fails (503)")]
    public async Task Doctor_ModelsList_IsAskedForUnderTheBaseAndJudgedByItsStatus(int status, string grade, string text)
    {
        var demo = await postgres.DemoAsync();
        await using var model = await ScriptedModel.StartAsync(ScriptedModelAnswer.ServerError);
        model.ModelsStatus = status;
        var settings = new Dictionary<string, string?>(demo.Settings, StringComparer.Ordinal)
        {
            // As people paste it: the base is what comes before.
            ["LLM_API_URL"] = $"{model.Url}/chat/completions",
            ["LLM_MODEL_NAME"] = "scripted",
            ["LLM_API_KEY"] = "sk-doctor",
        };

        var result = await CommandLine.RunAsync(settings, "doctor", "--json");

        var finding = result.Json.EnumerateArray().Single(f => f.GetProperty("subject").GetString() == "model");
        Assert.Equal(grade, finding.GetProperty("grade").GetString());
        Assert.Contains(text, finding.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(grade == "failed" ? 5 : 0, result.Code);
        Assert.Equal(["Bearer sk-doctor"], model.ModelsAsked);
    }

    [Fact]
    public async Task Doctor_ModelTypeWithoutPath_SaysThatItIsNotUsed()
    {
        var demo = await postgres.DemoAsync();
        var settings = new Dictionary<string, string?>(demo.Settings, StringComparer.Ordinal) { ["MODEL_TYPE"] = "qwen2" };

        var result = await CommandLine.RunAsync(settings, "doctor", "--json");

        Assert.Equal(0, result.Code);
        var finding = result.Json.EnumerateArray()
            .Single(f => (f.GetProperty("subject").GetString(), f.GetProperty("grade").GetString()) == ("settings", "warning"));
        Assert.StartsWith("MODEL_TYPE is set and not used", finding.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_ModelPath_LoadsIt()
    {
        var demo = await postgres.DemoAsync();
        var folder = Directory.CreateTempSubdirectory("nlsql doctor ");
        var path = Path.Combine(folder.FullName, "tiny.gguf");
        TinyModel.Chat(path);
        var settings = new Dictionary<string, string?>(demo.Settings, StringComparer.Ordinal) { ["MODEL_PATH"] = path };

        var loaded = await CommandLine.RunAsync(settings, "doctor", "--json");
        File.WriteAllText(path, "nothing");
        var damaged = await CommandLine.RunAsync(settings, "doctor", "--json");
        folder.Delete(recursive: true);

        var finding = loaded.Json.EnumerateArray().Single(f => f.GetProperty("subject").GetString() == "model");
        Assert.Equal($"{TinyModel.Name} of MODEL_PATH is loaded; sees schema", finding.GetProperty("text").GetString());
        Assert.Equal(2, damaged.Code);
        Assert.Contains("is not a GGUF file", damaged.Json[0].GetProperty("text").GetString(), StringComparison.Ordinal);
    }
}

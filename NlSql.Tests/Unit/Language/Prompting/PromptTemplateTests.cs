using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Prompting;

namespace NlSql.Tests.Unit.Language.Prompting;

public sealed class PromptTemplateTests
{
    [Fact]
    public void Render_PlaceholdersAndSections_AreFilledIn()
    {
        var template =
            Parse("<!-- a remark -->\n<!-- system -->\nSchema: {{schema}}\n<!-- user -->\n{{#history}}\nBefore: {{history}}\n{{/history}}\nAsk: {{question}}");

        var without = template.Render(new Dictionary<string, string> { ["schema"] = "S", ["question"] = "Q" });
        var with = template.Render(new Dictionary<string, string> { ["schema"] = "S", ["question"] = "Q", ["history"] = "H" });

        Assert.Equal([(ChatRole.System, "Schema: S"), (ChatRole.User, "Ask: Q")], without.Select(message => (message.Role, message.Text)));
        Assert.Equal("Before: H\nAsk: Q", with[1].Text);
    }

    [Fact]
    public void Render_ValueWithAPlaceholder_IsNotFilledInAgain()
    {
        var template = Parse("<!-- user -->\n{{schema}} {{question}}");

        var text = template.Render(new Dictionary<string, string> { ["schema"] = "secret", ["question"] = "{{schema}}{{#x}}" })[0].Text;

        Assert.Equal("secret {{schema}}{{#x}}", text);
    }

    [Theory]
    [InlineData("<!-- user -->\n{{schema}} {{question}}\n{{colour}}", "line 3", "\"colour\" is unknown")]
    [InlineData("<!-- user -->\n{{schema}} {{question}}\n{{#colour}}\n{{/colour}}", "line 3", "\"colour\" is unknown")]
    [InlineData("<!-- user -->\n{{schema}}", "line 2", "{{question}} must be used")]
    [InlineData("<!-- user -->\n{{schema}} {{question}} {{today", "line 2", "not closed")]
    [InlineData("<!-- user -->\n{{schema}} {{question}}\n{{#today}}", "line 3", "{{#today}} is not closed")]
    [InlineData("<!-- user -->\n{{schema}} {{question}}\n{{/today}}", "line 3", "closes no section")]
    [InlineData("<!-- user -->\n{{#today}}\n{{#history}}\n{{/history}}\n{{/today}}", "line 3", "do not nest")]
    [InlineData("<!-- user -->\n{{#today}}\n<!-- system -->\n{{/today}}", "line 3", "begins inside")]
    [InlineData("{{schema}} {{question}}", "line 1", "no line <!-- system -->")]
    public void Parse_Fault_NamesFileLineAndWhat(string text, string line, string what)
    {
        var failure = Assert.Throws<PipelineFailureException>(() => Parse(text)).Failure;

        Assert.Equal(FailureTypes.SettingsInvalid, failure.Type);
        Assert.Contains("mine/nl2sql.md", failure.Message, StringComparison.Ordinal);
        Assert.Contains(line, failure.Message, StringComparison.Ordinal);
        Assert.Contains(what, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_BuiltInTemplates_AreSound() =>
        Assert.True(new PromptingOptionsRules().Validate(null, new PromptingOptions()).Succeeded);

    [Fact]
    public void Validate_OwnFolder_ReplacesOnlyTheFilesItHas()
    {
        var folder = Directory.CreateTempSubdirectory("nlsql-prompts-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "analysis.md"), "<!-- user -->\nMine: {{question}} {{rows}}");
            var templates = new PromptTemplates(Options.Create(new PromptingOptions { PromptsPath = folder.FullName }), NullLogger<PromptTemplates>.Instance);

            var analysis = templates.Analysis.Render(new Dictionary<string, string> { ["question"] = "Q", ["rows"] = "R" });

            Assert.Equal("Mine: Q R", Assert.Single(analysis).Text);
            Assert.Equal(2, templates.Translation.Render(new Dictionary<string, string> { ["question"] = "Q" }).Count);

            File.WriteAllText(Path.Combine(folder.FullName, "nl2sql.md"), "<!-- user -->\n{{shcema}}");
            var faults = new PromptingOptionsRules().Validate(null, new PromptingOptions { PromptsPath = folder.FullName }).Failures;
            Assert.Contains("shcema", Assert.Single(faults!), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Current_FileChanges_IsReadAgainAndAFaultyChangeIsNot()
    {
        var folder = Directory.CreateTempSubdirectory("nlsql-prompts-");
        try
        {
            var file = Path.Combine(folder.FullName, "nl2sql.md");
            File.WriteAllText(file, "<!-- user -->\nOne: {{schema}} {{question}}");
            var log = new Generation.ModelHarness.CollectedLog();
            using var logging = LoggerFactory.Create(builder => builder.AddProvider(log));
            var templates = new PromptTemplates(
                Options.Create(new PromptingOptions { PromptsPath = folder.FullName }), logging.CreateLogger<PromptTemplates>());
            var first = templates.Translation;

            File.WriteAllText(file, "<!-- user -->\nNumber two: {{schema}} {{question}}");
            var second = templates.Translation;
            File.WriteAllText(file, "<!-- user -->\nNumber three: {{schmea}} {{question}}");
            var third = templates.Translation;

            Assert.Same(second, templates.Translation);
            Assert.StartsWith("Number two", second.Render(new Dictionary<string, string> { ["question"] = "Q" })[0].Text, StringComparison.Ordinal);
            Assert.NotEqual(first.Hash, second.Hash);
            Assert.Same(second, third);
            Assert.Contains(log.Entries, entry => entry.Contains("line 2", StringComparison.Ordinal) && entry.Contains("schmea", StringComparison.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Validate_FolderIsMissing_SaysSo()
    {
        var result = new PromptingOptionsRules().Validate(null, new PromptingOptions { PromptsPath = "/nowhere/at/all" });

        Assert.Contains("PROMPTS_PATH", Assert.Single(result.Failures!), StringComparison.Ordinal);
    }

    private static PromptTemplate Parse(string text) => PromptTemplate.Parse("mine/nl2sql.md", text, PromptTask.Translation);
}

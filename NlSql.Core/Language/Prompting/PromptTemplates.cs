using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Failures;

namespace NlSql.Core.Language.Prompting;

/// <summary>The templates in use, read once.</summary>
internal sealed class PromptTemplates(IOptions<PromptingOptions> options)
{
    private readonly Lazy<PromptTemplate> translation = new(() => Load(PromptTask.Translation, options.Value.PromptsPath));
    private readonly Lazy<PromptTemplate> repair = new(() => Load(PromptTask.Repair, options.Value.PromptsPath));
    private readonly Lazy<PromptTemplate> analysis = new(() => Load(PromptTask.Analysis, options.Value.PromptsPath));

    public PromptTemplate Translation => translation.Value;

    public PromptTemplate Repair => repair.Value;

    public PromptTemplate Analysis => analysis.Value;

    /// <summary>
    /// Reads and checks one template: from <paramref name="folder"/> if it is there, else from beside the program.
    /// Throws <see cref="PipelineFailureException"/> (settings-invalid).
    /// </summary>
    public static PromptTemplate Load(PromptTask task, string? folder)
    {
        var builtIn = Path.Combine(AppContext.BaseDirectory, "prompts", task.FileName);
        var own = string.IsNullOrWhiteSpace(folder) ? null : Path.Combine(folder, task.FileName);
        var path = own is not null && File.Exists(own) ? own : builtIn;
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PipelineFailureException(
                new PipelineFailure(
                    FailureParty.Infrastructure,
                    FailureTypes.SettingsInvalid,
                    $"The prompt template {path} cannot be read.",
                    "Put it back, or set PROMPTS_PATH to a folder that has it."),
                exception);
        }

        return PromptTemplate.Parse(path, text, task);
    }
}

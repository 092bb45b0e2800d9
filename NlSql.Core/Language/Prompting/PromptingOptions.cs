using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Failures;

namespace NlSql.Core.Language.Prompting;

/// <summary>Where the prompt templates are.</summary>
public sealed class PromptingOptions
{
    /// <summary>A folder whose templates replace the built-in ones of the same name.</summary>
    /// <value>none: the folder <c>prompts</c> beside the program</value>
    [ConfigurationKeyName("PROMPTS_PATH")]
    public string? PromptsPath { get; set; }
}

/// <summary>Reads every template at start, so that a faulty one is a fault of the settings and not of the first question.</summary>
internal sealed class PromptingOptionsRules : IValidateOptions<PromptingOptions>
{
    public ValidateOptionsResult Validate(string? name, PromptingOptions options)
    {
        if (!string.IsNullOrWhiteSpace(options.PromptsPath) && !Directory.Exists(options.PromptsPath))
        {
            return ValidateOptionsResult.Fail(
                $"PROMPTS_PATH is \"{options.PromptsPath}\", which is no folder: set it to a folder with templates, or leave it out.");
        }

        List<string> faults = [];
        foreach (var task in PromptTask.All)
        {
            try
            {
                PromptTemplates.Load(task, options.PromptsPath);
            }
            catch (PipelineFailureException exception)
            {
                faults.Add($"{exception.Failure.Message} {exception.Failure.Advice}");
            }
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Failures;

namespace NlSql.Core.Language.Prompting;

/// <summary>
/// The templates in use: read again when their file has changed, so that one can be tried without a restart. A change that is faulty is logged, with file and
/// line, and the template of before stays in use.
/// </summary>
internal sealed partial class PromptTemplates(IOptions<PromptingOptions> options, ILogger<PromptTemplates> logger)
{
    private readonly Lock reading = new();
    private readonly Dictionary<PromptTask, (Stamp Stamp, PromptTemplate Template)> loaded = [];

    public PromptTemplate Translation => Current(PromptTask.Translation);

    public PromptTemplate ShortTranslation => Current(PromptTask.ShortTranslation);

    public PromptTemplate Repair => Current(PromptTask.Repair);

    public PromptTemplate Analysis => Current(PromptTask.Analysis);

    /// <summary>
    /// Reads and checks one template: from <paramref name="folder"/> if it is there, else from beside the program.
    /// Throws <see cref="PipelineFailureException"/> (settings-invalid).
    /// </summary>
    public static PromptTemplate Load(PromptTask task, string? folder)
    {
        var path = PathOf(task, folder);
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

    private static string PathOf(PromptTask task, string? folder)
    {
        var own = string.IsNullOrWhiteSpace(folder) ? null : Path.Combine(folder, task.FileName);
        return own is not null && File.Exists(own) ? own : Path.Combine(AppContext.BaseDirectory, "prompts", task.FileName);
    }

    private PromptTemplate Current(PromptTask task)
    {
        lock (reading)
        {
            var file = new FileInfo(PathOf(task, options.Value.PromptsPath));
            var stamp = new Stamp(file.FullName, file.Exists ? file.LastWriteTimeUtc : default, file.Exists ? file.Length : 0);
            if (!loaded.TryGetValue(task, out var known))
            {
                loaded[task] = known = (stamp, Load(task, options.Value.PromptsPath));
            }
            else if (known.Stamp != stamp)
            {
                loaded[task] = known = (stamp, Changed(task) ?? known.Template);
            }

            return known.Template;
        }
    }

    private PromptTemplate? Changed(PromptTask task)
    {
        try
        {
            return Load(task, options.Value.PromptsPath);
        }
        catch (PipelineFailureException exception)
        {
            LogFaulty(logger, exception.Failure.Message);
            return null;
        }
    }

    [LoggerMessage(EventId = 4003, Level = LogLevel.Error, Message = "A changed prompt template is not used: {Fault}")]
    private static partial void LogFaulty(ILogger logger, string fault);

    private readonly record struct Stamp(string Path, DateTime Written, long Length);
}

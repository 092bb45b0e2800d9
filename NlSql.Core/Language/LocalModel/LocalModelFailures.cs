using System.Globalization;
using NlSql.Core.Foundation.Failures;

namespace NlSql.Core.Language.LocalModel;

/// <summary>What goes wrong with a model's process, as failures of the model: the next generator takes over.</summary>
internal static class LocalModelFailures
{
    /// <summary>Said where MODEL_PATH is set and the program that computes was not built or published.</summary>
    public const string NotInThisBuild =
        "MODEL_PATH is set and not used: this build has no NlSql.LocalModel, the program that computes with it. Build or publish it too, or start a"
        + " llama.cpp server with the file and set LLM_API_URL to its address.";

    public static PipelineFailureException NoProgram() => new(new PipelineFailure(FailureParty.Model, FailureTypes.ModelUnreachable, NotInThisBuild));

    public static PipelineFailureException NotLoaded(string model, string reason) => new(new PipelineFailure(
        FailureParty.Model,
        FailureTypes.ModelUnreachable,
        $"The local model {model} could not be loaded: {reason}",
        "Look at the file with: nlsql model info FILE"));

    public static PipelineFailureException Ended(string model, string words) => new(new PipelineFailure(
        FailureParty.Model,
        FailureTypes.ModelUnreachable,
        $"The process of the local model {model} ended while it was loading.{(words.Length == 0 ? string.Empty : $" Its last words: {words}")}",
        "NlSql starts it again; if it ends each time, look at the log."));

    public static PipelineFailureException Pausing(string model, TimeSpan pause) => new(new PipelineFailure(
        FailureParty.Model,
        FailureTypes.ModelUnreachable,
        string.Create(
            CultureInfo.InvariantCulture,
            $"The process of the local model {model} ended unexpectedly and is started again in {Math.Ceiling(pause.TotalSeconds):0} s."),
        "Ask again in a moment; the log has its last words."));
}

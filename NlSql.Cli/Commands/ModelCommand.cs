using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Cli.Output;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Language.Generation.Chat;
using NlSql.Core.Language.LocalModel;
using NlSql.Core.Turns.Answers;

namespace NlSql.Cli.Commands;

/// <summary><c>model</c>: what a model file holds, and how fast the configured model is.</summary>
internal static class ModelCommand
{
    public static Command Create() => new("model", "Looks at model files and tries the configured model.") { Info(), Check() };

    private static Command Info()
    {
        var path = new Argument<string>("file") { Description = "A GGUF file; of a split one any part." };
        var json = CommonOptions.Json();
        var command = new Command("info", "Says what a GGUF file holds, how much memory it takes and whether MODEL_PATH may name it.") { path, json };
        command.SetAction((parsed, cancellationToken) => CliSession.RunAsync(
            (services, _) => Task.FromResult(Describe(parsed.GetValue(path)!, Settings(services), parsed.GetValue(json))),
            cancellationToken,
            checkSettings: false));
        return command;
    }

    /// <summary>Read without their check, which would judge the file that is set and not the one that is asked about.</summary>
    private static LocalModelOptions Settings(IServiceProvider services)
    {
        var options = new LocalModelOptions();
        services.GetRequiredService<IConfiguration>().Bind(options);
        return options;
    }

    private static int Describe(string path, LocalModelOptions options, bool json)
    {
        var chat = ModelFileCheck.Chat(path, options);
        var check = chat.File is { IsForEmbeddings: true } ? ModelFileCheck.Embeddings(path) : chat;
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(check, AnswerJson.Indented));
        }
        else if (check.File is { } file)
        {
            foreach (var (name, value) in Facts(file, check.ConversationBytes, options))
            {
                Console.Out.WriteLine(Printable.Line($"{name,-10} {value}"));
            }
        }

        if (check.Fault is null)
        {
            return ExitCodes.Ok;
        }

        Console.Error.WriteLine(Printable.Line($"{path} {check.Fault}"));
        return ExitCodes.Model;
    }

    private static IEnumerable<(string Name, string Value)> Facts(ModelFile file, long conversations, LocalModelOptions options)
    {
        yield return ("name", file.Name);
        yield return ("type", file.Architecture);
        yield return ("for", file.IsForEmbeddings ? "vectors (EMBEDDING_MODEL_PATH)" : "conversations (MODEL_PATH)");
        var files = file.Parts == 1 ? "1 file" : FormattableString.Invariant($"{file.Parts} files");
        yield return ("size", FormattableString.Invariant($"{file.Bytes / 1e6:N0} MB in {files}, {file.Tensors:N0} tensors"));
        yield return ("parameters", FormattableString.Invariant($"{file.Parameters / 1e6:N0} million"));
        yield return ("context", file.TrainedContext == 0 ? "not said" : FormattableString.Invariant($"{file.TrainedContext:N0} tokens"));
        if (conversations > 0)
        {
            var of = FormattableString.Invariant($"{conversations / 1e6:N0} MB of it for the conversations of {options.Slots} slots");
            yield return ("memory", FormattableString.Invariant($"{(file.Bytes + conversations) / 1e6:N0} MB, {of}"));
        }
    }

    private static Command Check()
    {
        var json = CommonOptions.Json();
        var command = new Command("check", "Loads the configured model, asks it two small questions and says how fast it is.") { json };
        command.SetAction((parsed, cancellationToken) => CliSession.RunAsync(
            async (services, token) =>
            {
                var line = new ProgressLine(Console.Error);
                var (loading, answers) = await services.GetRequiredService<ModelTrial>().RunAsync(new Shown(line), token).ConfigureAwait(false);
                line.Clear();
                if (parsed.GetValue(json))
                {
                    Console.Out.WriteLine(JsonSerializer.Serialize(new { loadingSeconds = loading?.TotalSeconds, answers }, AnswerJson.Indented));
                    return ExitCodes.Ok;
                }

                if (loading is { } took)
                {
                    Console.Out.WriteLine(FormattableString.Invariant($"loaded in {took.TotalSeconds:0.0} s"));
                }

                foreach (var answer in answers)
                {
                    Console.Out.WriteLine(Printable.Line($"{answer.Question} -> {answer.Answer.ReplaceLineEndings(" ")}"));
                    Console.Out.WriteLine(Figures(answer));
                }

                return ExitCodes.Ok;
            },
            cancellationToken));
        return command;
    }

    private static string Figures(TrialAnswer answer)
    {
        var prompt = answer.PromptTokens is { } tokens
            ? FormattableString.Invariant($", prompt of {tokens:N0} tokens, {answer.CachedTokens ?? 0:N0} of them known already")
            : string.Empty;
        var speed = answer.AnswerSpeed is { } rate ? FormattableString.Invariant($", {answer.AnswerTokens:N0} tokens at {rate:0.0} a second") : string.Empty;
        var times = FormattableString.Invariant($"first text after {answer.FirstText.TotalSeconds:0.0} s, whole after {answer.Whole.TotalSeconds:0.0} s");
        return $"   {times}{prompt}{speed}";
    }

    /// <summary>At once and in order, where <see cref="Progress{T}"/> would tell on other threads.</summary>
    private sealed class Shown(ProgressLine line) : IProgress<string>
    {
        public void Report(string value) => line.Show(value);
    }
}

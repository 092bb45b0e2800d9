using System.CommandLine;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NlSql.Cli.Output;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Identity;
using NlSql.Core.Language.Generation.Chat;
using NlSql.Core.Turns.Answers;
using NlSql.Core.Turns.Replay;
using NlSql.Core.Turns.Replay.Packs;
using NlSql.Core.Turns.Replay.Playing;
using NlSql.Core.Turns.Workspace;

namespace NlSql.Cli.Commands;

/// <summary><c>replay</c>: a turn in a file, and the same turn once more.</summary>
internal static class ReplayCommand
{
    /// <summary>As <c>diff</c> ends, so that a script can tell what changed from what failed.</summary>
    private const int Same = 0;

    private const int Differs = 1;

    private const int CannotTell = 2;

    /// <summary>What people asked is for its owner only, as in DATA_PATH.</summary>
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "A pack that replay export wrote." };
        var ask = new Option<bool>("--ask") { Description = "Ask the configured model anew; otherwise its answers come out of the pack." };
        var all = new Option<bool>("--all") { Description = "Show every difference, not the first alone." };
        var json = CommonOptions.Json();
        var command = new Command("replay", "Plays a turn again, against today's database, settings and code, and says what is the first to differ.")
        {
            file, ask, all, json, CreateExport(),
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            ReplayPack? pack = null;
            ReplayReport? report = null;
            var isAsked = parsed.GetValue(ask);
            var code = await CliSession.RunAsync(
                async (services, token) =>
                {
                    if (isAsked && services.GetRequiredService<ConfiguredModel>().Endpoint is null)
                    {
                        throw new PipelineFailureException(new(
                            FailureParty.Caller,
                            FailureTypes.SettingsInvalid,
                            "No model is configured that could be asked.",
                            "Set MODEL_PATH, or LLM_API_URL and LLM_MODEL_NAME, or leave --ask out."));
                    }

                    report = await services.GetRequiredService<TurnReplay>().PlayAsync(pack!, isAsked, token).ConfigureAwait(false);
                    Write(report, parsed.GetValue(all), parsed.GetValue(json));
                    return Same;
                },
                cancellationToken,
                configure: services =>
                {
                    pack = ReplayPackFile.Read(parsed.GetRequiredValue(file).FullName);
                    services.AddPlaybackOf(pack, isAsked);
                }).ConfigureAwait(false);
            return code == ExitCodes.Stopped ? code : code != Same || report is null ? CannotTell : report.Differs ? Differs : Same;
        });
        return command;
    }

    private static Command CreateExport()
    {
        var turn = new Argument<string>("turn") { Description = "Its id: turnId of an answer, or of the API's conversations." };
        var rows = new Option<bool>("--rows") { Description = "With the first rows of its result, unless a personal column has to do with them." };
        var output = new Option<FileInfo?>("--out") { Description = "Write to this file; standard output otherwise." };
        var command = new Command("export", "Writes all that a turn saw and did into one JSON file: prompts and answers too, no keys.") { turn, rows, output };
        command.SetAction((parsed, cancellationToken) => CliSession.RunAsync(
            async (services, token) =>
            {
                var id = parsed.GetRequiredValue(turn);
                var found = IdentifierShape.Fits(id)
                    ? await services.GetRequiredService<IConversationStore>().FindTurnAsync(id, token).ConfigureAwait(false)
                    : null;
                if (found is null)
                {
                    throw new PipelineFailureException(new(
                        FailureParty.Caller,
                        FailureTypes.NotFound,
                        $"There is no turn '{id}'.",
                        "turnId of an answer is one; DATA_PATH says where they are kept."));
                }

                var text = await services.GetRequiredService<ReplayExport>().WriteAsync(found, parsed.GetValue(rows), token).ConfigureAwait(false);
                await WriteAsync(text, parsed.GetValue(output), token).ConfigureAwait(false);
                return ExitCodes.Ok;
            },
            cancellationToken));
        return command;
    }

    private static async Task WriteAsync(string text, FileInfo? output, CancellationToken cancellationToken)
    {
        if (output is null)
        {
            await Console.Out.WriteLineAsync(text.AsMemory(), cancellationToken).ConfigureAwait(false);
            return;
        }

        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            var file = new FileStream(output.FullName, options);
            await using var closing = file.ConfigureAwait(false);
            var bytes = Encoding.UTF8.GetBytes(text + "\n");
            await file.WriteAsync(bytes.AsMemory(0, 1), cancellationToken).ConfigureAwait(false);
            await file.FlushAsync(cancellationToken).ConfigureAwait(false);
            CloseToOthers(file);
            await file.WriteAsync(bytes.AsMemory(1), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            var message = $"The file {output} cannot be written: {error.Message}";
            throw new PipelineFailureException(new(FailureParty.Caller, FailureTypes.FileNotWritable, message, "Name another with --out."), error);
        }
    }

    /// <summary>
    /// A file that was there before keeps its mode when it is overwritten. A device or a pipe, which has no length after a byte was written, is left alone.
    /// </summary>
    private static void CloseToOthers(FileStream file)
    {
        if (!OperatingSystem.IsWindows() && file is { CanSeek: true, Length: 1 } && File.GetUnixFileMode(file.SafeFileHandle) != OwnerOnly)
        {
            try
            {
                File.SetUnixFileMode(file.SafeFileHandle, OwnerOnly);
            }
            catch (UnauthorizedAccessException)
            {
                // Another's file, or a file system without modes: whoever set it up has said who may read there.
            }
        }
    }

    private static void Write(ReplayReport report, bool all, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(report, AnswerJson.Indented));
            return;
        }

        foreach (var stage in report.Stages)
        {
            var outcome = stage.Outcome switch { ReplayOutcome.Same => "same", ReplayOutcome.Differs => "differs", _ => "not compared" };
            Console.Out.WriteLine(Printable.Line($"{stage.Name,-14} {outcome}"));
            foreach (var sentence in all || stage.Outcome == ReplayOutcome.NotCompared ? stage.Sentences : stage.Sentences.Take(1))
            {
                Console.Out.WriteLine(Printable.Line($"  {sentence}"));
            }

            if (!all && stage == report.First)
            {
                Console.Out.WriteLine("What comes after it may differ because of it; --all shows everything.");
                return;
            }
        }
    }
}

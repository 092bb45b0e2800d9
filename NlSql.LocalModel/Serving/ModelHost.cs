using LLama;
using LLama.Common;
using LLama.Native;
using Microsoft.Extensions.Hosting;
using NlSql.LocalModel.Inference;

namespace NlSql.LocalModel.Serving;

/// <summary>Loads the model while the server already tells how far it has come, and holds what computes with it.</summary>
internal sealed class ModelHost(ServerArguments arguments) : BackgroundService
{
    private volatile float progress;
    private LLamaWeights? model;
    private int disposed;

    /// <summary>Null while it is loading, when loading failed, and for embedding models.</summary>
    public Engine? Engine { get; private set; }

    public ChatText? ChatText { get; private set; }

    /// <summary>Null but for embedding models.</summary>
    public Embedder? Embedder { get; private set; }

    public LLamaWeights? Model => model;

    /// <summary>Why there is no model; null while all goes well.</summary>
    public string? Failure { get; private set; }

    /// <summary>0 to 1.</summary>
    public float Progress => progress;

    public bool IsReady => Engine is not null || Embedder is not null;

    public override void Dispose()
    {
        // The container disposes once for each service type it was asked for.
        if (Interlocked.Exchange(ref disposed, 1) == 0)
        {
            Engine?.Dispose();
            Embedder?.Dispose();
            model?.Dispose();
            base.Dispose();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            NativeLibraryConfig.All.WithLogCallback(static (level, message) =>
            {
                if (level >= LLamaLogLevel.Warning && level != LLamaLogLevel.Continue)
                {
                    Console.Error.Write(message);
                }
            });
            var parameters = new ModelParams(arguments.ModelPath)
            {
                ContextSize = (uint)(arguments.ContextTokens * arguments.Slots),
                SeqMax = (uint)arguments.Slots,
                Threads = arguments.Threads,
                BatchThreads = arguments.Threads,
                GpuLayerCount = 0,
                KVUnified = false,
                // Models that look back a part of the way only keep the rest too, or no prompt could be taken up again.
                SwaFull = true,
            };
            var loading = new LoadingProgress();
            loading.Changed += value => progress = value;
            model = await LLamaWeights.LoadFromFileAsync(parameters, stoppingToken, loading).ConfigureAwait(false);
            Open(model, parameters);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Failure = Sentence(e);
            await Console.Error.WriteLineAsync(Failure).ConfigureAwait(false);
        }
    }

    private void Open(LLamaWeights loaded, ModelParams parameters)
    {
        if (arguments.IsForEmbeddings)
        {
            Embedder = new Embedder(loaded, parameters);
            return;
        }

        var chat = new ChatText(loaded);
        try
        {
            chat.Tokens([("system", "a"), ("user", "b"), ("assistant", "c"), ("user", "d")]);
        }
        catch (Exception e)
        {
            throw new NotSupportedException("llama.cpp does not know the chat template of this file: use one whose model family it knows.", e);
        }

        ChatText = chat;
        Engine = new Engine(loaded, parameters, arguments.Slots, arguments.QueueLength);
    }

    private static string Sentence(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is NotSupportedException)
            {
                return cause.Message;
            }

            if (LlamaLibraries.Sentence(cause) is { } sentence)
            {
                return sentence;
            }
        }

        return $"llama.cpp could not load the model: {exception.Message}";
    }

    /// <summary>Tells at once, where <see cref="Progress{T}"/> would tell in any order.</summary>
    private sealed class LoadingProgress : IProgress<float>
    {
        public event Action<float>? Changed;

        public void Report(float value) => Changed?.Invoke(value);
    }
}

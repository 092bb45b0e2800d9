namespace NlSql.Tests.Fakes.TinyModels;

/// <summary>Models with random weights that llama.cpp loads in a moment: they say nothing sensible, in real tokens.</summary>
internal static class TinyModel
{
    public const string Name = "tiny-random";

    /// <summary>Tokens of the talking model's context.</summary>
    public const int Context = 8_192;

    private const int Width = 64;
    private const int Layers = 2;
    private const int Inner = 128;
    private const int Heads = 4;
    private const int KeyHeads = 2;

    private const string ChatMl =
        "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}"
        + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

    /// <summary>A model that talks: one token for each byte and a few words, the two marks of a message as tokens of their own.</summary>
    /// <param name="template">null leaves it out.</param>
    public static void Chat(string path, string? template = ChatMl, Action<GgufWriter>? also = null)
    {
        var random = new Random(7);
        List<(string Text, int Type, float Score)> tokens = [("<unk>", 2, 0), ("<s>", 3, 0), ("</s>", 3, 0)];
        tokens.AddRange(Enumerable.Range(0, 256).Select(static value => ($"<0x{value:X2}>", 6, 0f)));
        tokens.AddRange([("<|im_start|>", 3, 0), ("<|im_end|>", 3, 0)]);
        tokens.AddRange(Enumerable.Range('!', '~' - '!' + 1).Select(static value => (((char)value).ToString(), 1, -100f)));
        tokens.AddRange(new[] { "\u2581", "SE", "SEL", "SELECT", "\u2581FROM", "\u2581customers", "count" }.Select(static text => (text, 1, -10f)));

        var file = new GgufWriter();
        file.Text("general.architecture", "llama");
        file.Text("general.name", Name);
        file.Number("llama.context_length", Context);
        file.Number("llama.embedding_length", Width);
        file.Number("llama.block_count", Layers);
        file.Number("llama.feed_forward_length", Inner);
        file.Number("llama.attention.head_count", Heads);
        file.Number("llama.attention.head_count_kv", KeyHeads);
        file.Real("llama.attention.layer_norm_rms_epsilon", 1e-5f);
        file.Number("llama.rope.dimension_count", Width / Heads);
        file.Number("llama.vocab_size", (uint)tokens.Count);
        file.Text("tokenizer.ggml.model", "llama");
        file.Texts("tokenizer.ggml.tokens", [.. tokens.Select(static token => token.Text)]);
        file.Reals("tokenizer.ggml.scores", [.. tokens.Select(static token => token.Score)]);
        file.Numbers("tokenizer.ggml.token_type", [.. tokens.Select(static token => token.Type)]);
        file.Number("tokenizer.ggml.bos_token_id", 1);
        file.Number("tokenizer.ggml.eos_token_id", 2);
        file.Number("tokenizer.ggml.unknown_token_id", 0);
        file.Number("tokenizer.ggml.eot_token_id", (uint)tokens.FindIndex(static token => token.Text == "<|im_end|>"));
        file.Flag("tokenizer.ggml.add_bos_token", true);
        file.Flag("tokenizer.ggml.add_space_prefix", false);
        if (template is not null)
        {
            file.Text("tokenizer.chat_template", template);
        }

        also?.Invoke(file);
        file.Tensor("token_embd.weight", Noise(random, Width * tokens.Count), Width, tokens.Count);
        file.Tensor("output_norm.weight", Ones(Width), Width);
        file.Tensor("output.weight", Noise(random, Width * tokens.Count), Width, tokens.Count);
        for (var layer = 0; layer < Layers; layer++)
        {
            var block = $"blk.{layer}.";
            file.Tensor($"{block}attn_norm.weight", Ones(Width), Width);
            file.Tensor($"{block}ffn_norm.weight", Ones(Width), Width);
            file.Tensor($"{block}attn_q.weight", Noise(random, Width * Width), Width, Width);
            file.Tensor($"{block}attn_k.weight", Noise(random, Width * Width / 2), Width, Width / 2);
            file.Tensor($"{block}attn_v.weight", Noise(random, Width * Width / 2), Width, Width / 2);
            file.Tensor($"{block}attn_output.weight", Noise(random, Width * Width), Width, Width);
            file.Tensor($"{block}ffn_gate.weight", Noise(random, Width * Inner), Width, Inner);
            file.Tensor($"{block}ffn_up.weight", Noise(random, Width * Inner), Width, Inner);
            file.Tensor($"{block}ffn_down.weight", Noise(random, Width * Inner), Inner, Width);
        }

        file.Save(path);
    }

    /// <summary>A model that makes vectors of 64 numbers out of letters and digits.</summary>
    public static void Embeddings(string path)
    {
        var random = new Random(8);
        List<(string Text, int Type)> tokens = [("[PAD]", 3), ("[UNK]", 1), ("[CLS]", 3), ("[SEP]", 3), ("[MASK]", 3)];
        var signs = "abcdefghijklmnopqrstuvwxyz0123456789";
        // llama.cpp keeps the beginnings of words with U+2581 and continuations as they are.
        tokens.AddRange(signs.Select(static sign => ($"\u2581{sign}", 1)));
        tokens.AddRange(signs.Select(static sign => (sign.ToString(), 1)));

        var file = new GgufWriter();
        file.Text("general.architecture", "bert");
        file.Text("general.name", "tiny-bert");
        file.Number("bert.context_length", 512);
        file.Number("bert.embedding_length", Width);
        file.Number("bert.block_count", Layers);
        file.Number("bert.feed_forward_length", Inner);
        file.Number("bert.attention.head_count", Heads);
        file.Real("bert.attention.layer_norm_epsilon", 1e-12f);
        file.Flag("bert.attention.causal", false);
        file.Number("bert.pooling_type", 1);
        file.Text("tokenizer.ggml.model", "bert");
        file.Number("tokenizer.ggml.token_type_count", 2);
        file.Texts("tokenizer.ggml.tokens", [.. tokens.Select(static token => token.Text)]);
        file.Numbers("tokenizer.ggml.token_type", [.. tokens.Select(static token => token.Type)]);
        file.Reals("tokenizer.ggml.scores", new float[tokens.Count]);
        foreach (var (key, id) in new[] { ("bos", 2u), ("cls", 2u), ("seperator", 3u), ("eos", 3u), ("unknown", 1u), ("padding", 0u), ("mask", 4u) })
        {
            file.Number($"tokenizer.ggml.{key}_token_id", id);
        }

        file.Tensor("token_embd.weight", Noise(random, Width * tokens.Count, 1), Width, tokens.Count);
        file.Tensor("token_types.weight", Noise(random, Width * 2), Width, 2);
        file.Tensor("position_embd.weight", Noise(random, Width * 512), Width, 512);
        Weights(file, "token_embd_norm", Ones(Width));
        for (var layer = 0; layer < Layers; layer++)
        {
            var block = $"blk.{layer}.";
            foreach (var name in new[] { "attn_q", "attn_k", "attn_v", "attn_output" })
            {
                file.Tensor($"{block}{name}.weight", Noise(random, Width * Width), Width, Width);
                file.Tensor($"{block}{name}.bias", new float[Width], Width);
            }

            Weights(file, $"{block}attn_output_norm", Ones(Width));
            Weights(file, $"{block}layer_output_norm", Ones(Width));
            file.Tensor($"{block}ffn_up.weight", Noise(random, Width * Inner), Width, Inner);
            file.Tensor($"{block}ffn_up.bias", new float[Inner], Inner);
            file.Tensor($"{block}ffn_down.weight", Noise(random, Width * Inner), Inner, Width);
            file.Tensor($"{block}ffn_down.bias", new float[Width], Width);
        }

        file.Save(path);
    }

    private static void Weights(GgufWriter file, string name, float[] weights)
    {
        file.Tensor($"{name}.weight", weights, weights.Length);
        file.Tensor($"{name}.bias", new float[weights.Length], weights.Length);
    }

    private static float[] Noise(Random random, int count, float size = 0.1f) =>
        [.. Enumerable.Range(0, count).Select(_ => ((random.NextSingle() * 2) - 1) * size)];

    private static float[] Ones(int count) => [.. Enumerable.Repeat(1f, count)];
}

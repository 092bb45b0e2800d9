using System.Globalization;
using NlSql.Core.Language.LocalModel.Gguf;

namespace NlSql.Core.Language.LocalModel;

/// <summary>A model as its GGUF file, or the parts of a split one, describe it.</summary>
public sealed record ModelFile
{
    private const string PartsKey = "split.count";
    private const string PartKey = "split.no";

    /// <summary>Models of fewer parameters are asked in a way of their own: docs/benchmarks.md, measured with half a billion.</summary>
    private const long FewParameters = 1_000_000_000;

    private static readonly string[] EmbeddingFamilies =
        ["bert", "nomic-bert", "nomic-bert-moe", "jina-bert-v2", "jina-bert-v3", "gemma-embedding", "t5encoder"];

    /// <summary>Full path; of a split model that of the first part, which llama.cpp wants.</summary>
    public required string Path { get; init; }

    /// <summary>As the file calls itself, else the file's name.</summary>
    public required string Name { get; init; }

    /// <summary>llama.cpp's name of the family, for instance <c>qwen2</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>Bytes of all parts together.</summary>
    public required long Bytes { get; init; }

    /// <summary>Files that it consists of.</summary>
    public required int Parts { get; init; }

    /// <summary>Tensors of all parts together.</summary>
    public required long Tensors { get; init; }

    /// <summary>Numbers that the model consists of, in all parts together.</summary>
    public required long Parameters { get; init; }

    /// <summary>It follows no long instructions, and knows less of a question than the built-in translator.</summary>
    public bool IsSmall => Parameters < FewParameters;

    /// <summary>Tokens that the model was made for; 0 when the file does not say.</summary>
    public required int TrainedContext { get; init; }

    /// <summary>The file says how a conversation is written.</summary>
    public required bool HasChatTemplate { get; init; }

    /// <summary>Bytes of keys and values that a token of context takes, at 16 bits a number; 0 when the file does not say.</summary>
    public required long BytesPerToken { get; init; }

    /// <summary>Tells it from other files: what one embeds is not compared with what another did.</summary>
    public string Identity => string.Create(CultureInfo.InvariantCulture, $"{Name} ({Bytes} bytes)");

    /// <summary>The family makes vectors and does not talk.</summary>
    public bool IsForEmbeddings => EmbeddingFamilies.Contains(Architecture, StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the headers. Throws <see cref="GgufException"/> with what is wrong, as the rest of a sentence about the file.</summary>
    internal static ModelFile Read(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            throw new GgufException("is a folder: name the .gguf file in it.");
        }

        if (!File.Exists(full))
        {
            throw new GgufException("does not exist.");
        }

        try
        {
            return Describe(full);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new GgufException("cannot be read by this user.");
        }
    }

    private static ModelFile Describe(string path)
    {
        var named = GgufFile.Read(path);
        var count = (int)Math.Clamp(named.Number(PartsKey) ?? 1, 1, 1_000);
        IReadOnlyList<string> parts = count == 1 ? [path] : PartsOf(path, (int)(named.Number(PartKey) ?? 0) + 1, count);
        // Only the first part of a split model describes it.
        var files = parts.Select(part => part == path ? named : ReadPart(part)).ToList();
        var first = files[0];
        var family = first.Text("general.architecture") ?? throw new GgufException("does not say what kind of model it holds.");
        if (first.Text("general.type") is { } type and not "model")
        {
            throw new GgufException($"holds a part that is added to a model ({type}), not a model.");
        }

        return new ModelFile
        {
            Path = parts[0],
            Name = first.Text("general.name") is { Length: > 0 } name ? name : System.IO.Path.GetFileNameWithoutExtension(path),
            Architecture = family,
            Bytes = parts.Sum(static part => new FileInfo(part).Length),
            Parts = count,
            Tensors = files.Sum(static file => file.Tensors),
            Parameters = files.Sum(static file => file.Parameters),
            TrainedContext = (int)Math.Clamp(first.Number($"{family}.context_length") ?? 0, 0, int.MaxValue),
            HasChatTemplate = first.Text("tokenizer.chat_template") is { Length: > 0 },
            BytesPerToken = MemoryPerToken(first, family),
        };
    }

    private static GgufFile ReadPart(string path)
    {
        try
        {
            return GgufFile.Read(path);
        }
        catch (GgufException e)
        {
            throw new GgufException($"is split, and its part {System.IO.Path.GetFileName(path)} {e.Message}");
        }
    }

    // coder-00001-of-00002.gguf
    private static List<string> PartsOf(string path, int number, int count)
    {
        var end = string.Create(CultureInfo.InvariantCulture, $"-{number:D5}-of-{count:D5}.gguf");
        if (!path.EndsWith(end, StringComparison.Ordinal))
        {
            throw new GgufException($"is one of {count} parts, and its name does not end in {end}: give the parts the names they were made with.");
        }

        var stem = path[..^end.Length];
        var parts = Enumerable.Range(1, count)
            .Select(part => string.Create(CultureInfo.InvariantCulture, $"{stem}-{part:D5}-of-{count:D5}.gguf"))
            .ToList();
        return parts.Find(static part => !File.Exists(part)) is { } missing
            ? throw new GgufException($"is one of {count} parts, and {System.IO.Path.GetFileName(missing)} is not beside it.")
            : parts;
    }

    private static long MemoryPerToken(GgufFile file, string family)
    {
        var layers = file.Number($"{family}.block_count") ?? 0;
        var heads = file.Number($"{family}.attention.head_count") ?? 0;
        var keyHeads = file.Number($"{family}.attention.head_count_kv") ?? heads;
        var width = heads == 0 ? 0 : (file.Number($"{family}.embedding_length") ?? 0) / heads;
        var key = file.Number($"{family}.attention.key_length") ?? width;
        var value = file.Number($"{family}.attention.value_length") ?? width;
        return layers * keyHeads * (key + value) * sizeof(short);
    }
}

using System.Globalization;

namespace NlSql.Core.Language.LocalModel.Gguf;

/// <summary>What the header of one GGUF file says of it.</summary>
internal sealed class GgufFile
{
    private const uint Magic = 0x46554747;
    private const int MostEntries = 1_000_000;
    private const int MostDimensions = 4;

    /// <summary>Values in a block and bytes of a block, by ggml's number of the type. Types that are not here have their size unknown.</summary>
    private static readonly Dictionary<uint, (int Values, int Bytes)> Blocks = new()
    {
        [0] = (1, 4), [1] = (1, 2), [2] = (32, 18), [3] = (32, 20), [6] = (32, 22), [7] = (32, 24), [8] = (32, 34), [9] = (32, 36),
        [10] = (256, 84), [11] = (256, 110), [12] = (256, 144), [13] = (256, 176), [14] = (256, 210), [15] = (256, 292), [16] = (256, 66),
        [17] = (256, 74), [18] = (256, 98), [19] = (256, 50), [20] = (32, 18), [21] = (256, 110), [22] = (256, 82), [23] = (256, 136),
        [24] = (1, 1), [25] = (1, 2), [26] = (1, 4), [27] = (1, 8), [28] = (1, 8), [29] = (256, 56), [30] = (1, 2),
    };

    private readonly Dictionary<string, string> values;

    private GgufFile(Dictionary<string, string> values, long tensors)
    {
        this.values = values;
        Tensors = tensors;
    }

    /// <summary>How many tensors are in this file.</summary>
    public long Tensors { get; }

    /// <summary>Numbers in all tensors of this file together.</summary>
    public long Parameters { get; private set; }

    /// <summary>Throws <see cref="GgufException"/> for a file that is none, is damaged or is not whole, and <see cref="IOException"/>.</summary>
    public static GgufFile Read(string path)
    {
        using var stream = new FileStream(path, new FileStreamOptions { BufferSize = 1 << 16, Options = FileOptions.SequentialScan });
        var reader = new GgufReader(stream);
        if (stream.Length < 24 || reader.U32() != Magic)
        {
            throw new GgufException(IsPointer(stream)
                ? "is only a pointer to the model (Git LFS): fetch the file itself."
                : "is not a GGUF file. Take the model's GGUF edition, or convert it with llama.cpp.");
        }

        var version = reader.U32();
        if (version is not (2 or 3))
        {
            throw new GgufException(string.Create(CultureInfo.InvariantCulture, $"is of GGUF version {version}; versions 2 and 3 are read."));
        }

        var tensors = reader.Count(MostEntries);
        var entries = reader.Count(MostEntries);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0L; i < entries; i++)
        {
            values[reader.Text()] = reader.Value();
        }

        var file = new GgufFile(values, tensors);
        var end = file.EndOfTensors(reader);
        if (end > stream.Length)
        {
            throw new GgufException(string.Create(
                CultureInfo.InvariantCulture,
                $"is not whole: it has {stream.Length:N0} bytes where its header promises {end:N0}. Fetch it again."));
        }

        return file;
    }

    /// <summary>A text, a number or an array's length, as text; null when the file does not say.</summary>
    public string? Text(string key) => values.GetValueOrDefault(key);

    public long? Number(string key) => long.TryParse(Text(key), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    // version https://git-lfs.github.com/spec/v1
    private static bool IsPointer(FileStream stream)
    {
        stream.Position = 0;
        Span<byte> head = stackalloc byte[8];
        return stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head.SequenceEqual("version "u8);
    }

    /// <summary>Where the last tensor ends, in bytes from the beginning of the file.</summary>
    private long EndOfTensors(GgufReader reader)
    {
        var end = 0L;
        for (var i = 0L; i < Tensors; i++)
        {
            reader.Text();
            var dimensions = reader.U32();
            if (dimensions > MostDimensions)
            {
                throw GgufReader.Damaged();
            }

            var size = 1L;
            try
            {
                for (var d = 0; d < dimensions; d++)
                {
                    size = checked(size * reader.Count());
                }

                Parameters = checked(Parameters + size);
                var (perBlock, bytes) = Blocks.GetValueOrDefault(reader.U32(), (1, 0));
                end = Math.Max(end, checked(reader.Count() + (size / perBlock * bytes)));
            }
            catch (OverflowException)
            {
                throw GgufReader.Damaged();
            }
        }

        var alignment = Number("general.alignment") is > 0 and < 1 << 20 and var given ? given : 32;
        return Tensors == 0 ? 0 : ((reader.Position + alignment - 1) / alignment * alignment) + end;
    }
}

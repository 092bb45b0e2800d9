using System.Runtime.InteropServices;
using System.Text;

namespace NlSql.Tests.Fakes.TinyModels;

/// <summary>Writes GGUF version 3 with tensors of 32-bit floats: enough for models made in a test.</summary>
internal sealed class GgufWriter
{
    private const uint Alignment = 32;
    private readonly List<(string Key, Action<BinaryWriter> Write)> entries = [];
    private readonly List<(string Name, long[] Shape, float[] Data)> tensors = [];

    public void Number(string key, uint value) => entries.Add((key, file =>
    {
        file.Write(4u);
        file.Write(value);
    }));

    public void Real(string key, float value) => entries.Add((key, file =>
    {
        file.Write(6u);
        file.Write(value);
    }));

    public void Flag(string key, bool value) => entries.Add((key, file =>
    {
        file.Write(7u);
        file.Write(value);
    }));

    public void Text(string key, string value) => entries.Add((key, file =>
    {
        file.Write(8u);
        WriteText(file, value);
    }));

    public void Texts(string key, IReadOnlyList<string> values) => Array(key, 8, values, WriteText);

    public void Reals(string key, IReadOnlyList<float> values) => Array(key, 6, values, static (file, value) => file.Write(value));

    public void Numbers(string key, IReadOnlyList<int> values) => Array(key, 5, values, static (file, value) => file.Write(value));

    public void Tensor(string name, float[] data, params long[] shape) => tensors.Add((name, shape, data));

    public void Save(string path)
    {
        using var file = new BinaryWriter(File.Create(path));
        file.Write("GGUF"u8);
        file.Write(3u);
        file.Write((ulong)tensors.Count);
        file.Write((ulong)entries.Count);
        foreach (var (key, write) in entries)
        {
            WriteText(file, key);
            write(file);
        }

        var offset = 0ul;
        foreach (var (name, shape, data) in tensors)
        {
            WriteText(file, name);
            file.Write((uint)shape.Length);
            foreach (var extent in shape)
            {
                file.Write((ulong)extent);
            }

            file.Write(0u);
            file.Write(offset);
            offset += (((ulong)data.Length * sizeof(float)) + Alignment - 1) / Alignment * Alignment;
        }

        foreach (var (_, _, data) in tensors)
        {
            Pad(file);
            file.Write(MemoryMarshal.AsBytes(data.AsSpan()));
        }

        Pad(file);
    }

    private static void Pad(BinaryWriter file)
    {
        while (file.BaseStream.Position % Alignment != 0)
        {
            file.Write((byte)0);
        }
    }

    private static void WriteText(BinaryWriter file, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        file.Write((ulong)bytes.Length);
        file.Write(bytes);
    }

    private void Array<T>(string key, uint type, IReadOnlyList<T> values, Action<BinaryWriter, T> write) => entries.Add((key, file =>
    {
        file.Write(9u);
        file.Write(type);
        file.Write((ulong)values.Count);
        foreach (var value in values)
        {
            write(file, value);
        }
    }));
}

using System.Runtime.InteropServices;

namespace NlSql.Tests.Integration.Native;

/// <summary>
/// The graph in a file of libfaiss: after a head of 37 bytes (<c>fourcc, d, ntotal, 2 x unused, is_trained, metric</c>) come,
/// each as a count of 8 bytes and its items, <c>assign_probas</c> (double), <c>cum_nneighbor_per_level</c> (int), <c>levels</c> (int), <c>offsets</c>
/// (long) and <c>neighbors</c> (int).
/// </summary>
internal static class HnswFile
{
    private const int HeadBytes = 37;

    /// <summary>Makes the first node that stands on the second level link, there, to a node that stands on the first one only.</summary>
    public static void LinkUpwards(string path)
    {
        var file = File.ReadAllBytes(path);
        var at = HeadBytes;
        _ = Items<double>(file, ref at);
        var widths = Items<int>(file, ref at);
        var levels = Items<int>(file, ref at);
        var offsets = Items<long>(file, ref at);
        var neighbors = Items<int>(file, ref at);
        var high = levels.IndexOf(2);
        neighbors[(int)offsets[high] + widths[1]] = levels.IndexOf(1);
        File.WriteAllBytes(path, file);
    }

    private static Span<T> Items<T>(byte[] file, ref int at)
        where T : unmanaged
    {
        var count = (int)BitConverter.ToInt64(file, at);
        var items = MemoryMarshal.Cast<byte, T>(file.AsSpan(at + 8, count * Marshal.SizeOf<T>()));
        at += 8 + (count * Marshal.SizeOf<T>());
        return items;
    }
}

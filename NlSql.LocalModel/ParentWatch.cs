using System.Diagnostics;

namespace NlSql.LocalModel;

/// <summary>
/// Ends this process with its parent, however that ends: the parent holds the other end of standard input, which the kernel closes for it. The
/// kernel's own signal for this (<c>PR_SET_PDEATHSIG</c>) is not used: it comes when the parent's <em>thread</em> ends.
/// </summary>
internal static class ParentWatch
{
    public static void Start(string socketPath) =>
        new Thread(() =>
        {
            try
            {
                Span<byte> ignored = stackalloc byte[64];
                using var input = Console.OpenStandardInput();
                while (input.Read(ignored) > 0)
                {
                }
            }
            catch (IOException)
            {
                // As good as its end.
            }

            Leave(socketPath);
        })
        { IsBackground = true, Name = "parent-watch" }.Start();

    // At once and without shutting down: a computation in llama.cpp would be waited for. A parent that was killed cannot remove the folder.
    private static void Leave(string socketPath)
    {
        try
        {
            File.Delete(socketPath);
            Directory.Delete(Path.GetDirectoryName(socketPath)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The parent was quicker, or keeps other things there.
        }

        Process.GetCurrentProcess().Kill();
    }
}

namespace NlSql.Core.Foundation.Failures;

/// <summary>How a disk without room shows itself.</summary>
internal static class FullDisk
{
    private const int FileTooLarge = 27;
    private const int NoSpaceLeft = 28;
    private const int QuotaExceeded = 122;

    /// <summary>True for what .NET throws when a write finds no room: on Unix the error's number is its HResult.</summary>
    public static bool IsSaidBy(Exception error) => error is IOException { HResult: FileTooLarge or NoSpaceLeft or QuotaExceeded };
}

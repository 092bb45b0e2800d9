using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace NlSql.Core.Native;

/// <summary>
/// Whether a file is one that only we, root or the owner of the program could have written. A link is none, wherever it leads: whoever may make
/// one could point it at a file of ours with words of theirs. Linux alone: elsewhere nothing is trusted.
/// </summary>
internal static partial class FileTrust
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const int OfDescriptor = 0x1000; // AT_EMPTY_PATH
    private const int OfLink = 0x100; // AT_SYMLINK_NOFOLLOW
    private const uint TypeModeOwner = 0x1 | 0x2 | 0x8; // STATX_TYPE | STATX_MODE | STATX_UID
    private const uint Number = 0x100; // STATX_INO
    private const int TypeMask = 0xF000;
    private const int RegularFile = 0x8000;
    private const int Folder = 0x4000;
    private const int OthersMayWrite = 0x12; // group and others, 0022

    private static readonly Lazy<uint?> ProgramOwner = new(static () =>
        typeof(FileTrust).Assembly.Location is { Length: > 0 } program && statx(CurrentFolder, program, 0, TypeModeOwner, out var found) == 0
            ? found.Owner
            : null);

    /// <summary>A regular file, by its open handle, so that nobody can put another one in its place between look and use.</summary>
    /// <param name="path">That it was opened by: has to be the file itself, not a link to it.</param>
    /// <param name="file">Open.</param>
    public static bool OfFile(string path, SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        var held = false;
        try
        {
            file.DangerousAddRef(ref held);
            return statx((int)file.DangerousGetHandle(), "", OfDescriptor, TypeModeOwner | Number, out var found) == 0 && IsTrusted(found, RegularFile)
                && statx(CurrentFolder, path, OfLink, TypeModeOwner | Number, out var named) == 0 && IsTrusted(named, RegularFile)
                && (named.Number, named.DeviceMajor, named.DeviceMinor) == (found.Number, found.DeviceMajor, found.DeviceMinor);
        }
        finally
        {
            if (held)
            {
                file.DangerousRelease();
            }
        }
    }

    /// <summary>A folder; false when there is none, and for a link to one.</summary>
    public static bool OfFolder(string path) =>
        OperatingSystem.IsLinux() && statx(CurrentFolder, path, OfLink, TypeModeOwner, out var found) == 0 && IsTrusted(found, Folder);

    private static bool IsTrusted(in Status found, int type) =>
        (found.Mode & TypeMask) == type && (found.Mode & OthersMayWrite) == 0
        && (found.Owner == 0 || found.Owner == geteuid() || found.Owner == ProgramOwner.Value);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int statx(int folder, string path, int flags, uint mask, out Status status);

    [LibraryImport("libc")]
    private static partial uint geteuid();

    /// <summary><c>struct statx</c>, the same on every processor; what is not named here is not needed.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    internal struct Status
    {
        [FieldOffset(20)]
        public uint Owner;

        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Number;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }
}

using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using NlSql.Core.Native;
using NlSql.Core.Sql.Grammar;

namespace NlSql.Tests.Unit.Sql.Grammar;

public sealed class CompiledModuleTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static readonly string Wasm = NativeLocations.Current.Library("libpg-query.wasm");
    private static readonly byte[] Key = SHA256.HashData("key"u8);
    private static readonly byte[] Code = Encoding.UTF8.GetBytes(new string('c', 5000));

    private readonly string folder = Directory.CreateTempSubdirectory("nlsql-grammar-").FullName;

    private CompiledModule Place => new(folder);

    private string File => Place.PathOf(Key);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Read_WhatWasWritten_GivesItBack()
    {
        Assert.True(Place.TryWrite(Key, Code));
        Assert.Equal(Code, Place.Read(Key)!.Value.ToArray());
        Assert.Single(Directory.GetFiles(folder));
    }

    [Fact]
    public void Read_NothingThere_GivesNothing() => Assert.Null(Place.Read(Key));

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(50)]
    [InlineData(72)]
    [InlineData(-1)]
    public void Read_OneByteChanged_GivesNothing(int at)
    {
        Assert.True(Place.TryWrite(Key, Code));
        var bytes = System.IO.File.ReadAllBytes(File);
        bytes[at < 0 ? bytes.Length - 1 : at] ^= 1;
        System.IO.File.WriteAllBytes(File, bytes);
        Assert.Null(Place.Read(Key));
    }

    [Fact]
    public void Read_CutOff_GivesNothing()
    {
        Assert.True(Place.TryWrite(Key, Code));
        using (var file = System.IO.File.OpenWrite(File))
        {
            file.SetLength(3000);
        }

        Assert.Null(Place.Read(Key));
    }

    [Fact]
    public void Read_OfAnotherModule_GivesNothing()
    {
        Assert.True(Place.TryWrite(Key, Code));
        var other = SHA256.HashData("other"u8);
        System.IO.File.Move(File, Place.PathOf(other));
        Assert.Null(Place.Read(other));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void Read_OthersMayWriteTheFile_GivesNothing(UnixFileMode others)
    {
        Assert.True(Place.TryWrite(Key, Code));
        System.IO.File.SetUnixFileMode(File, Private | others);
        Assert.Null(Place.Read(Key));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void Folder_OthersMayWriteIt_IsNeitherReadNorWritten(UnixFileMode others)
    {
        Assert.True(Place.TryWrite(Key, Code));
        System.IO.File.SetUnixFileMode(folder, Private | others);
        Assert.Null(Place.Read(Key));
        Assert.False(Place.TryWrite(Key, Code));
    }

    [Fact]
    public void Read_FileOfAnotherUser_GivesNothing()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can give files away.");
        Assert.True(Place.TryWrite(Key, Code));
        Give(File);
        Assert.Null(Place.Read(Key));
    }

    [Fact]
    public void Folder_OfAnotherUser_IsNeitherReadNorWritten()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can give folders away.");
        Assert.True(Place.TryWrite(Key, Code));
        Give(folder);
        Assert.Null(Place.Read(Key));
        Assert.False(Place.TryWrite(Key, Code));
    }

    /// <summary>What the link leads to would be believed where it stands: it is ours, and whole.</summary>
    [Fact]
    public void Read_FileIsALink_GivesNothing()
    {
        Assert.True(Place.TryWrite(Key, Code));
        var elsewhere = Path.Combine(folder, "elsewhere");
        System.IO.File.Move(File, elsewhere);
        System.IO.File.CreateSymbolicLink(File, elsewhere);

        Assert.Null(Place.Read(Key));
    }

    [Fact]
    public void Folder_IsALink_IsNeitherReadNorWritten()
    {
        Assert.True(Place.TryWrite(Key, Code));
        var cache = Directory.CreateDirectory(Path.Combine(folder, "cache")).FullName;
        var link = Path.Combine(cache, "grammar");
        Directory.CreateSymbolicLink(link, folder);

        Assert.Null(new CompiledModule(link).Read(Key));
        Assert.False(new CompiledModule(link, () => Directory.CreateDirectory(link)).TryWrite(SHA256.HashData("other"u8), Code));
        Assert.Single(Directory.GetFiles(folder));
    }

    [Fact]
    public void Write_FileIsALink_ReplacesTheLinkAndNotWhatItLeadsTo()
    {
        var elsewhere = Path.Combine(folder, "elsewhere");
        System.IO.File.WriteAllText(elsewhere, "a file of somebody");
        System.IO.File.CreateSymbolicLink(File, elsewhere);

        Assert.True(Place.TryWrite(Key, Code));

        Assert.Equal("a file of somebody", System.IO.File.ReadAllText(elsewhere));
        Assert.Equal(Code, Place.Read(Key)!.Value.ToArray());
    }

    [Fact]
    public void Runtime_DamagedAndForeignMachineCode_IsCompiledAgainAndReplaced()
    {
        // What Wasmtime would not take, under a digest that fits: as of another processor. Then a damaged one.
        string path;
        using (var first = new GrammarRuntime(Wasm, [Place], new GrammarLimits()))
        {
            path = Assert.Single(Directory.GetFiles(folder));
            Assert.Contains("compiled now", first.Module.Origin, StringComparison.Ordinal);
        }

        var good = System.IO.File.ReadAllBytes(path);
        var foreign = (byte[])[.. good[..40], .. SHA256.HashData(Code), .. Code];
        var damaged = (byte[])[.. good[..^1], (byte)(good[^1] ^ 1)];
        foreach (var bytes in (byte[][])[foreign, damaged])
        {
            System.IO.File.WriteAllBytes(path, bytes);
            using var again = new GrammarRuntime(Wasm, [Place], new GrammarLimits());
            Assert.Contains("compiled now", again.Module.Origin, StringComparison.Ordinal);
            Assert.Equal(GrammarStatus.Ok, again.Run(GrammarOperation.Parse, "SELECT 1"u8).Status);
            Assert.Equal(good.Length, new FileInfo(path).Length);
        }

        using var kept = new GrammarRuntime(Wasm, [Place], new GrammarLimits());
        Assert.Equal(path, kept.Module.Origin);
        Assert.Equal(GrammarStatus.Ok, kept.Run(GrammarOperation.Parse, "SELECT 1"u8).Status);
    }

    [Fact]
    public void Runtime_FirstPlaceCannotBeWritten_KeepsItInTheNext()
    {
        var next = Path.Combine(folder, "cache", "grammar");
        var places = (CompiledModule[])
        [
            new(Path.Combine(folder, "missing")),
            new(next, () => Directory.CreateDirectory(next, Private)),
        ];
        using (new GrammarRuntime(Wasm, places, new GrammarLimits()))
        {
        }

        using var again = new GrammarRuntime(Wasm, places, new GrammarLimits());
        Assert.Equal(Assert.Single(Directory.GetFiles(next)), again.Module.Origin);
    }

    /// <summary>A file where CACHE_PATH should be: root is refused as well.</summary>
    [Fact]
    public void Runtime_NoPlaceCanBeMade_CompilesInMemoryAndGoesOn()
    {
        var file = Path.Combine(folder, "file");
        System.IO.File.WriteAllText(file, "no folder");
        var below = Path.Combine(file, "grammar");
        using var runtime = new GrammarRuntime(Wasm, [new CompiledModule(below, () => Directory.CreateDirectory(below))], new GrammarLimits());

        Assert.Contains("not kept", runtime.Module.Origin, StringComparison.Ordinal);
        Assert.Equal(GrammarStatus.Ok, runtime.Run(GrammarOperation.Parse, "SELECT 1"u8).Status);
    }

    /// <summary>The smallest WebAssembly that there is: it compiles, and exports nothing of what the program calls.</summary>
    [Fact]
    public void Runtime_ModuleOfAnotherVersion_DoesNotStartAndSaysSo()
    {
        var other = Path.Combine(folder, "other.wasm");
        System.IO.File.WriteAllBytes(other, [0, (byte)'a', (byte)'s', (byte)'m', 1, 0, 0, 0]);

        var error = Assert.Throws<GrammarUnavailableException>(() => new GrammarRuntime(other, [], new GrammarLimits()));

        Assert.Contains(other, error.Message, StringComparison.Ordinal);
        Assert.Contains("another version", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Runtime_NoModule_SaysWhichFile()
    {
        var wrong = Path.Combine(folder, "x.wasm");
        System.IO.File.WriteAllText(wrong, "no module");
        var error = Assert.Throws<GrammarUnavailableException>(() => new GrammarRuntime(wrong, [], new GrammarLimits()));
        Assert.Contains(wrong, error.Message, StringComparison.Ordinal);
    }

    private static void Give(string path)
    {
        using var chown = Process.Start("/usr/bin/chown", ["65534", path]);
        chown.WaitForExit();
        Assert.Equal(0, chown.ExitCode);
    }
}

using System.Runtime.InteropServices;
using NlSql.Core.Foundation.Failures;

namespace NlSql.Core.Native.PgQuery;

/// <summary>Imports of <c>libnlsql_pgquery</c> (native/pgquery/host.h).</summary>
internal static unsafe partial class PgQueryLibrary
{
    /// <summary>Must equal <c>NLSQL_PGQUERY_ABI</c> of host.h.</summary>
    public const int Abi = 1;

    /// <summary>Statements above this many UTF-8 bytes are not looked at.</summary>
    public const int MaxBytes = 1 << 20;

    private const string Name = "nlsql_pgquery";

    private static readonly Lazy<bool> Checked = new(static () =>
    {
        NativeLocations.ResolveImports();
        var found = nlsql_pgquery_abi();
        return found == Abi ? true : throw new PipelineFailureException(new PipelineFailure(
            FailureParty.Infrastructure,
            FailureTypes.NativeLibraryMissing,
            $"libnlsql_pgquery.so has interface version {found}, this program needs {Abi}.",
            "Run native/build.sh in the checkout."));
    });

    /// <summary>Runs one operation. Throws <see cref="PipelineFailureException"/> when the library is missing or of another version.</summary>
    public static PgQueryReply Run(PgQueryOperation operation, ReadOnlySpan<byte> sql)
    {
        _ = Checked.Value;
        Reply reply;
        fixed (byte* bytes = sql)
        {
            nlsql_pgquery_run((int)operation, bytes, sql.Length, &reply);
        }

        return new PgQueryReply((PgQueryStatus)reply.Status, reply.Position, reply.Length, reply.Text);
    }

    [LibraryImport(Name)]
    private static partial int nlsql_pgquery_abi();

    [LibraryImport(Name)]
    private static partial void nlsql_pgquery_run(int operation, byte* sql, int length, Reply* reply);

    [LibraryImport(Name)]
    internal static partial void nlsql_pgquery_release(nint text);

    /// <summary><c>nlsql_pgquery_reply</c> of host.h: 24 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Reply
    {
        public int Status;
        public int Position;
        public int Length;
        public int Reserved;
        public nint Text;
    }
}

internal enum PgQueryOperation
{
    Parse = 0,
    Scan = 1,
}

internal enum PgQueryStatus
{
    Ok = 0,
    SyntaxError = 1,
    Trapped = 2,
    TooLong = 3,
    BadCall = 4,
}

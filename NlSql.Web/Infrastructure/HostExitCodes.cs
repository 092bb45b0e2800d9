namespace NlSql.Web.Infrastructure;

/// <summary>How the web host ends; the same numbers mean the same on the command line (docs/operations.md).</summary>
internal static class HostExitCodes
{
    public const int Ok = 0;
    public const int Unexpected = 1;
    public const int Settings = 2;
    public const int Machine = 7;
}

namespace NlSql.Core.Foundation.Identity;

/// <summary>Who asks. One local analyst for now; sign-in comes later behind the same seam.</summary>
public interface IAnalyst
{
    /// <summary>Short name, shown to DBAs in application_name.</summary>
    string Name { get; }
}

/// <summary>The single analyst of an installation without sign-in.</summary>
public sealed class LocalAnalyst : IAnalyst
{
    /// <summary>Always <c>local</c>: nobody signs in by person yet.</summary>
    public string Name => "local";
}

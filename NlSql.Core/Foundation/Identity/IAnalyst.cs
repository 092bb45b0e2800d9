namespace NlSql.Core.Foundation.Identity;

/// <summary>Who asks, in the scope at hand: a request, a page's circuit, a command.</summary>
public interface IAnalyst
{
    /// <summary>
    /// Name of the key or the person, at most 63 characters: in application_name, log, state and audit trail. Conversations belong to it.
    /// </summary>
    string Name { get; }
}

/// <summary>The single analyst of an installation without sign-in.</summary>
public sealed class LocalAnalyst : IAnalyst
{
    /// <summary>What somebody is called who did not have to sign in.</summary>
    public const string LocalName = "local";

    /// <inheritdoc />
    public string Name => LocalName;
}

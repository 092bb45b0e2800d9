using System.Security.Cryptography;

namespace NlSql.Core.Foundation.Identity;

/// <summary>Makes ids; a seam, so that a run can be replayed.</summary>
public interface IIdentifiers
{
    /// <summary>32 lower-case hexadecimal digits that nobody can guess.</summary>
    string Next();
}

/// <summary>128 random bits each.</summary>
internal sealed class RandomIdentifiers : IIdentifiers
{
    /// <inheritdoc />
    public string Next() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}

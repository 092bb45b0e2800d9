using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace NlSql.Core.Foundation.Site;

/// <summary>Where the site's own knowledge is written down.</summary>
public sealed class SiteOptions
{
    /// <summary>A YAML file; see <c>docs/site-file.md</c>. Empty means there is none.</summary>
    [ConfigurationKeyName("SITE_FILE")]
    public string? SiteFile { get; set; }
}

/// <summary>Reads the file at start, so that a fault in it is told before anyone asks a question.</summary>
internal sealed class SiteOptionsValidator : IValidateOptions<SiteOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, SiteOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.SiteFile))
        {
            return ValidateOptionsResult.Success;
        }

        var faults = new List<string>();
        try
        {
            SiteReader.Read(File.ReadAllText(options.SiteFile), faults);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add("SITE_FILE names a file that cannot be read: check its path and permissions.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}

using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Failures;
using NlSql.Core.Foundation.Texts;

namespace NlSql.Core.Foundation.Settings;

/// <summary>
/// Knows every options class that the stages registered. Finds all faults of all of them in one go, values that cannot be parsed
/// included, where the binder would stop at the first; and reports what is set and from where.
/// </summary>
public sealed class SettingsInspector
{
    private readonly IServiceProvider provider;
    private readonly IConfiguration configuration;
    private readonly IReadOnlyList<Type> optionsTypes;

    internal SettingsInspector(IServiceCollection services, IServiceProvider provider, IConfiguration configuration)
    {
        this.provider = provider;
        this.configuration = configuration;
        optionsTypes =
        [
            .. services
                .Where(s => s.ServiceType.IsConstructedGenericType && s.ServiceType.GetGenericTypeDefinition() == typeof(IConfigureOptions<>))
                .Select(s => s.ServiceType.GenericTypeArguments[0])
                .Distinct()
                .Where(t => Keys(t).Any()),
        ];
    }

    /// <summary>Every fault; empty when NlSql can start.</summary>
    public IReadOnlyList<SettingsFault> FindFaults() =>
        [.. optionsTypes.SelectMany(FaultsOf).DistinctBy(f => f.Message, StringComparer.Ordinal)];

    /// <summary>Throws <see cref="PipelineFailureException"/> (settings-invalid) whose message lists every fault, one line each.</summary>
    public void ThrowIfInvalid()
    {
        var faults = FindFaults();
        if (faults.Count > 0)
        {
            throw new PipelineFailureException(new(
                FailureParty.Infrastructure,
                FailureTypes.SettingsInvalid,
                string.Join(Environment.NewLine, faults.Select(f => f.Message)),
                "Correct the settings (environment or appsettings.json) and start again."));
        }
    }

    /// <summary>Every setting with its value and source, by key; secrets only as <c>set</c> or <c>not set</c>.</summary>
    public IReadOnlyList<SettingReport> Report() =>
    [
        .. optionsTypes
            .SelectMany(type => Keys(type).Select(k => Describe(type, k.Key, k.Property)))
            .DistinctBy(r => r.Key, StringComparer.Ordinal)
            .OrderBy(r => r.Key, StringComparer.Ordinal),
    ];

    /// <summary>
    /// A sentence for each name that is no setting and all but one: nobody else tells that <c>DB_HST</c> was not read. Only slips of the pen that begin as a
    /// setting begins and leave it unset: other programs have variables in the same environment.
    /// </summary>
    public IReadOnlyList<string> FindMisspelt()
    {
        var known = optionsTypes.SelectMany(type => Keys(type).Select(k => k.Key)).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return
        [
            .. configuration.GetChildren()
                .Select(section => section.Key)
                .Except(known, StringComparer.OrdinalIgnoreCase)
                .Order(StringComparer.Ordinal)
                .Select(name => (Name: name, Meant: NearestTo(name, known)))
                .Where(slip => slip.Meant is not null)
                .Select(slip => $"{slip.Name} is no setting; did you mean {slip.Meant}?"),
        ];
    }

    private string? NearestTo(string name, List<string> known) => known
        .Where(key => configuration[key] is null && EditDistance.Between(name, key) <= Slips(name, key))
        .OrderBy(key => EditDistance.Between(name, key))
        .ThenBy(key => key, StringComparer.Ordinal)
        .FirstOrDefault();

    /// <summary>None for names of other families: <c>PB_HOST</c> is somebody else's. Short names are near one another by chance.</summary>
    private static int Slips(string name, string key)
    {
        var family = key.IndexOf('_', StringComparison.Ordinal) + 1;
        return family == 0 || !name.StartsWith(key[..family], StringComparison.OrdinalIgnoreCase) ? 0 : key.Length - family < 8 ? 1 : 2;
    }

    private static IEnumerable<(string Key, PropertyInfo Property)> Keys(Type type) =>
        from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        let key = property.GetCustomAttribute<ConfigurationKeyNameAttribute>()
        where key is not null && property.CanWrite
        select (key.Name, property);

    private IEnumerable<SettingsFault> FaultsOf(Type type)
    {
        var options = Activator.CreateInstance(type)!;
        foreach (var (key, property) in Keys(type))
        {
            if (configuration[key] is not { } text)
            {
                continue;
            }

            if (TryConvert(text, property.PropertyType, out var value))
            {
                property.SetValue(options, value);
            }
            else
            {
                yield return new SettingsFault(key, UnparsableMessage(key, text, property.PropertyType));
            }
        }

        foreach (var fault in AnnotationFaults(type, options))
        {
            yield return fault;
        }

        foreach (var message in ValidatorFaults(type, options))
        {
            yield return new SettingsFault(KeyNamedIn(type, message), message);
        }
    }

    /// <summary>Asked here and not through the framework's validator, which wraps our sentences in its own.</summary>
    private static IEnumerable<SettingsFault> AnnotationFaults(Type type, object options)
    {
        List<ValidationResult> results = [];
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        var keys = Keys(type).ToDictionary(static k => k.Property.Name, static k => k.Key, StringComparer.Ordinal);
        foreach (var result in results)
        {
            var key = result.MemberNames.Select(name => keys.GetValueOrDefault(name)).FirstOrDefault(static k => k is not null);
            yield return new SettingsFault(key, result.ErrorMessage ?? $"{key} is not valid.");
        }
    }

    private IEnumerable<string> ValidatorFaults(Type type, object options)
    {
        var validatorType = typeof(IValidateOptions<>).MakeGenericType(type);
        var validate = validatorType.GetMethod(nameof(IValidateOptions<object>.Validate))!;
        var annotations = typeof(DataAnnotationValidateOptions<>).MakeGenericType(type);
        foreach (var validator in provider.GetServices(validatorType).Where(v => !annotations.IsInstanceOfType(v)))
        {
            if (validate.Invoke(validator, [Options.DefaultName, options]) is ValidateOptionsResult { Failed: true } result)
            {
                foreach (var failure in result.Failures ?? [])
                {
                    yield return failure;
                }
            }
        }
    }

    private static string? KeyNamedIn(Type type, string message) =>
        Keys(type).Select(k => k.Key).OrderByDescending(k => k.Length).FirstOrDefault(k => message.Contains(k, StringComparison.Ordinal));

    private static bool TryConvert(string text, Type type, out object? value)
    {
        value = null;
        var target = Nullable.GetUnderlyingType(type) ?? type;
        if (target == typeof(string))
        {
            value = text;
            return true;
        }

        if (text.Length == 0)
        {
            return target != type;
        }

        try
        {
            value = TypeDescriptor.GetConverter(target).ConvertFromInvariantString(text);
            return value is not null;
        }
        catch (Exception error) when (error is ArgumentException or FormatException or NotSupportedException or OverflowException)
        {
            return false;
        }
    }

    private static string UnparsableMessage(string key, string text, Type type)
    {
        var target = Nullable.GetUnderlyingType(type) ?? type;
        var expected = target switch
        {
            _ when target == typeof(bool) => "true or false",
            _ when target.IsEnum => "one of " + string.Join(", ", Enum.GetNames(target)),
            _ when target == typeof(int) || target == typeof(long) => "a whole number",
            _ when target == typeof(double) || target == typeof(decimal) || target == typeof(float) => "a number",
            _ => "a " + target.Name,
        };
        var shown = IsSecret(key) ? "not readable" : text.Length == 0 ? "empty" : string.Create(CultureInfo.InvariantCulture, $"\"{text}\"");
        return $"{key} is {shown}; set it to {expected}, or leave it out.";
    }

    private static bool IsSecret(string key) =>
        key.EndsWith("_PASS", StringComparison.Ordinal) || key.EndsWith("_KEY", StringComparison.Ordinal)
        || key.EndsWith("_SECRET", StringComparison.Ordinal) || key.EndsWith("_TOKEN", StringComparison.Ordinal);

    private SettingReport Describe(Type type, string key, PropertyInfo property)
    {
        var text = configuration[key];
        var isSecret = IsSecret(key);
        var value = isSecret
            ? (string.IsNullOrEmpty(text) ? "not set" : "set")
            : text ?? Convert.ToString(property.GetValue(Activator.CreateInstance(type)), CultureInfo.InvariantCulture);
        return new SettingReport(key, string.IsNullOrEmpty(value) ? "not set" : value, SourceOf(key));
    }

    private string SourceOf(string key)
    {
        if (configuration is IConfigurationRoot root)
        {
            foreach (var source in root.Providers.Reverse())
            {
                if (source.TryGet(key, out _))
                {
                    return source switch
                    {
                        FileConfigurationProvider file => file.Source.Path ?? "file",
                        _ when source.GetType().Name.StartsWith("EnvironmentVariables", StringComparison.Ordinal) => "environment",
                        _ when source.GetType().Name.StartsWith("CommandLine", StringComparison.Ordinal) => "command line",
                        _ => "program",
                    };
                }
            }
        }

        return "default";
    }
}

/// <param name="Key">The setting's name.</param>
/// <param name="Value">Its value, or <c>set</c> / <c>not set</c> for a secret.</param>
/// <param name="Source"><c>environment</c>, <c>command line</c>, a file's name, <c>program</c> or <c>default</c>.</param>
public sealed record SettingReport(string Key, string Value, string Source);

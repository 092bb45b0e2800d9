using NlSql.Core.Foundation.Site;
using NlSql.Core.Sql.Names;

namespace NlSql.Core.Database.Catalog;

/// <summary>
/// Decides from names, types and comments which columns hold personal data. Errs towards "personal": the price of a mistake is a
/// missing sample. The site file has the last word.
/// </summary>
internal sealed class PersonalData(SiteKnowledge site)
{
    /// <summary>Word sequences that identify a person wherever they stand.</summary>
    private static readonly string[][] Strong = Sequences(
        "email", "e mail", "mail", "mail address", "phone", "telephone", "telefon", "mobile number", "mobile phone", "cell phone", "fax",
        "first name", "last name", "given name", "family name", "middle name", "maiden name", "full name", "surname", "forename", "firstname",
        "lastname", "fullname",
        "vorname", "nachname", "prenom", "birth date", "date of birth", "birthdate", "birthday", "dob", "date birth", "geburtsdatum",
        "ssn", "social security", "national id", "passport", "tax id", "driver license", "drivers license", "driving licence", "iban", "bic",
        "account number", "bank account",
        "credit card", "card number", "cvv", "cvc", "password", "passwd", "password hash", "pin code hash", "ip address", "ip", "mac address", "login name");

    /// <summary>Personal only in a table that is about people.</summary>
    private static readonly string[][] Weak = Sequences(
        "address", "street", "house number", "zip", "zip code", "zipcode", "postal code", "postcode", "anschrift", "strasse", "adresse",
        "user name", "username", "login", "nickname", "salary", "wage", "income", "diagnosis", "religion", "ethnicity");

    private static readonly HashSet<string> PeopleTables = new(StringComparer.Ordinal)
    {
        "customer", "customers", "client", "clients", "patient", "patients", "employee", "employees", "staff", "user", "users", "person", "persons", "people",
        "member", "members", "contact", "contacts", "subscriber", "subscribers", "applicant", "applicants", "candidate", "candidates", "student",
        "students", "guest", "guests",
    };

    /// <summary>A name that ends so tells about the datum, not the datum itself: <c>email_verified</c>, <c>phone_type</c>.</summary>
    private static readonly HashSet<string> AboutEndings = new(StringComparer.Ordinal)
    {
        "count", "type", "status", "flag", "verified", "sent", "rate", "total", "allowed", "enabled", "opt", "in", "at", "template", "campaign",
        "channel", "subject",
    };

    /// <summary>Marks for each column of one table, in its order.</summary>
    public IReadOnlyList<bool> Classify(string schema, string table, IReadOnlyList<(string Name, ColumnKind Kind, string? Comment)> columns)
    {
        var words = columns.Select(column => Words(column.Name)).ToList();
        var strong = columns
            .Select((column, i) => CommentSaysSo(column.Comment)
                || (CanBePersonal(column.Kind) && !IsAbout(words[i]) && Strong.Any(sequence => Holds(words[i], sequence))))
            .ToList();
        var aboutPeople = Words(table).Any(PeopleTables.Contains);
        var peopleTable = aboutPeople || strong.Contains(true);
        return [.. columns.Select((column, i) =>
            !Any(site.NotPersonalColumns, schema, table, column.Name)
            && (strong[i]
                || (peopleTable && CanBePersonal(column.Kind) && !IsAbout(words[i]) && Weak.Any(sequence => Holds(words[i], sequence)))
                || (aboutPeople && column.Kind == ColumnKind.Text && words[i] is ["name"])
                || Any(site.PersonalColumns, schema, table, column.Name)))];
    }

    /// <summary>Whether the site file or its own comment calls a column personal.</summary>
    public bool IsSaid(string schema, string table, string column, string? comment) =>
        (CommentSaysSo(comment) || Any(site.PersonalColumns, schema, table, column)) && !Any(site.NotPersonalColumns, schema, table, column);

    /// <summary>Whether a column that shows personal data by its definition may count so: by its type, and where the site file does not deny it.</summary>
    public bool MayBe(string schema, string table, ColumnInfo column) =>
        CanBePersonal(column.Kind) && !IsDenied(schema, table, column.Name);

    /// <summary>Whether the site file says that a column of that name is not personal.</summary>
    public bool IsDenied(string schema, string table, string column) => Any(site.NotPersonalColumns, schema, table, column);

    /// <summary><c>customerFirstName</c>, <c>customer_first_name</c> and <c>Customer First Name</c> are the same words.</summary>
    private static string[] Words(string name) => [.. IdentifierWords.Split(name)];

    private static string[][] Sequences(params string[] texts) => [.. texts.Select(text => text.Split(' '))];

    private static bool Holds(string[] words, string[] sequence)
    {
        for (var start = 0; start + sequence.Length <= words.Length; start++)
        {
            if (words.AsSpan(start, sequence.Length).SequenceEqual(sequence))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsAbout(string[] words) => words.Length > 1 && AboutEndings.Contains(words[^1]);

    private static bool CanBePersonal(ColumnKind kind) => kind is not (ColumnKind.Boolean or ColumnKind.Enum or ColumnKind.Interval or ColumnKind.Time);

    private static bool CommentSaysSo(string? comment) =>
        comment is not null && (comment.Contains("personal data", StringComparison.OrdinalIgnoreCase)
            || comment.Contains("personally identifiable", StringComparison.OrdinalIgnoreCase)
            || comment.Contains("PII", StringComparison.Ordinal));

    private static bool Any(IReadOnlyList<ColumnPattern> patterns, string schema, string table, string column) =>
        patterns.Any(pattern => pattern.Matches(schema, table, column));
}

using NlSql.Core.Foundation.Clock;
using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Postgres.Compilation;

/// <summary>The shop in a house whose weeks begin on Sunday and whose fiscal years begin in April.</summary>
public sealed class FiscalShopDatabase(PostgresFixture postgres) : ShopDatabase(postgres)
{
    internal override BusinessCalendar Calendar { get; } = new(DayOfWeek.Sunday, FiscalYearStart: 4);
}

using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Postgres.Compilation;

/// <summary>Flights with two keys to airports.</summary>
public sealed class FlightDatabase(PostgresFixture postgres) : CompiledDatabase(postgres, Tables)
{
    private const string Tables = """
        CREATE TABLE airports (airport_id int PRIMARY KEY, city text NOT NULL, name text NOT NULL);
        INSERT INTO airports VALUES (1, 'Oslo', 'Gardermoen'), (2, 'Porto', 'Sa Carneiro'), (3, 'Rome', 'Fiumicino');
        CREATE TABLE flights (
            flight_id int PRIMARY KEY, origin_id int NOT NULL REFERENCES airports, destination_id int NOT NULL REFERENCES airports,
            departs_at timestamptz NOT NULL, arrives_at timestamptz NOT NULL);
        INSERT INTO flights VALUES
            (1, 1, 2, '2024-06-01 08:00Z', '2024-06-01 11:30Z'), (2, 1, 3, '2024-06-02 08:00Z', '2024-06-02 11:00Z'),
            (3, 2, 1, '2024-06-03 08:00Z', '2024-06-03 11:45Z');
        """;
}

using NlSql.Tests.Fakes;

namespace NlSql.Tests.Integration.Postgres.Compilation;

/// <summary>Customers who order or not, orders with and without a campaign, items whose price is the product's, products without a category.</summary>
public class ShopDatabase(PostgresFixture postgres) : CompiledDatabase(postgres, Tables)
{
    private const string Tables = """
        CREATE TYPE priority AS ENUM ('low', 'high');
        CREATE TABLE customers (
            customer_id int PRIMARY KEY, name text NOT NULL, country text NOT NULL, email text, referrer_id int REFERENCES customers, is_vip boolean);
        INSERT INTO customers VALUES
            (1, 'Ann', 'Germany', 'ann@x.org', NULL, true), (2, 'Bob', 'Germany', NULL, 1, false), (3, 'Cid', 'France', 'cid@y.org', 1, NULL),
            (4, 'Dora', 'Spain', NULL, NULL, NULL);
        CREATE TABLE campaigns (campaign_id int PRIMARY KEY, name text NOT NULL, launch_year int, budget_year text, ends_on text);
        INSERT INTO campaigns VALUES (1, 'Spring', 2024, '2025', '2024-05-31'), (2, 'Fall', 2023, '2024', '2024-12-01');
        CREATE TABLE categories (category_id int PRIMARY KEY, name text NOT NULL);
        INSERT INTO categories VALUES (1, 'Food'), (2, 'Toys'), (3, 'Tools');
        CREATE TABLE products (product_id int PRIMARY KEY, name text NOT NULL, category_id int REFERENCES categories, price numeric(10, 2) NOT NULL,
            discontinued int NOT NULL, cost money);
        INSERT INTO products VALUES
            (1, 'Apple', 1, 2, 0, 1), (2, 'Bread', 1, 3, 0, 2), (3, 'Car', 2, 10, 1, 6), (4, 'Doll', NULL, 5, 0, NULL);
        CREATE TABLE orders (
            order_id int PRIMARY KEY, customer_id int NOT NULL REFERENCES customers, campaign_id int REFERENCES campaigns, ordered_at timestamp NOT NULL,
            shipped_on date, status text NOT NULL, freight numeric(10, 2), tags text[], urgency priority);
        INSERT INTO orders VALUES
            (1, 1, 1, '2024-01-10 10:00', '2024-01-12', 'paid', 5, '{gift}', 'low'),
            (2, 1, NULL, '2024-02-15 11:30', '2024-02-20', 'paid', 7, '{}', 'high'),
            (3, 2, 2, '2024-02-20 09:00', NULL, 'cancelled', 1, '{gift,rush}', NULL),
            (4, 3, NULL, '2025-01-05 18:00', '2025-01-06', 'paid', 4, NULL, 'high'),
            (5, 3, 1, '2025-03-01 00:00', NULL, 'open', NULL, '{}', 'low');
        CREATE TABLE order_items (
            order_id int REFERENCES orders, line int, product_id int NOT NULL REFERENCES products, quantity int NOT NULL, discount numeric(4, 2) NOT NULL,
            PRIMARY KEY (order_id, line));
        INSERT INTO order_items VALUES
            (1, 1, 1, 2, 0), (1, 2, 3, 1, 0.5), (2, 1, 2, 3, 0), (3, 1, 1, 1, 0), (3, 2, 2, 1, 0), (4, 1, 3, 2, 0), (5, 1, 4, 1, 0), (5, 2, 1, 5, 0);
        CREATE TABLE tickets (ticket_id int PRIMARY KEY, customer_id int NOT NULL REFERENCES customers, opened_on date NOT NULL);
        INSERT INTO tickets VALUES (1, 1, '2024-03-01'), (2, 1, '2024-03-02'), (3, 3, '2025-02-01');
        CREATE TABLE islands (island_id int PRIMARY KEY, title text);
        """;
}

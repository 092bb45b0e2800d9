-- Every value comes from a hash of its row's number, so each load makes the same rows. The schema gen is dropped at the end.
CREATE SCHEMA gen;

-- A number in [0, 1) for row i; different seeds are independent.
CREATE FUNCTION gen.u(i bigint, seed bigint) RETURNS float8 IMMUTABLE PARALLEL SAFE LANGUAGE sql
AS 'SELECT (hashint8extended(i, seed) & 4503599627370495)::float8 / 4503599627370496.0';

CREATE FUNCTION gen.pick(choices text[], i bigint, seed bigint) RETURNS text IMMUTABLE PARALLEL SAFE LANGUAGE sql
AS 'SELECT choices[1 + floor(gen.u(i, seed) * cardinality(choices))::int]';

INSERT INTO sales.regions VALUES
    (1, 'Germany North', 'DE', 'Germany'), (2, 'Germany South', 'DE', 'Germany'), (3, 'Austria', 'AT', 'Austria'), (4, 'Switzerland', 'CH', 'Switzerland'),
    (5, 'France', 'FR', 'France'), (6, 'Benelux', 'NL', 'Netherlands'), (7, 'Nordics', 'SE', 'Sweden'), (8, 'United Kingdom', 'GB', 'United Kingdom');

INSERT INTO sales.stores
SELECT n, city || ' ' || gen.pick('{Central,Harbour,Old Town,Station,Park}', n, 11), region, city, date '2008-03-01' + (n * 211 % 5400), 280 + floor(gen.u(n, 12) * 900)::int
FROM (VALUES (1, 'Hamburg', 1), (2, 'Berlin', 1), (3, 'Bremen', 1), (4, 'Leipzig', 1), (5, 'Munich', 2), (6, 'Stuttgart', 2), (7, 'Freiburg', 2), (8, 'Nuremberg', 2),
             (9, 'Vienna', 3), (10, 'Innsbruck', 3), (11, 'Graz', 3), (12, 'Zurich', 4), (13, 'Bern', 4), (14, 'Paris', 5), (15, 'Lyon', 5), (16, 'Grenoble', 5),
             (17, 'Amsterdam', 6), (18, 'Antwerp', 6), (19, 'Stockholm', 7), (20, 'Oslo', 7), (21, 'Copenhagen', 7), (22, 'London', 8), (23, 'Manchester', 8), (24, 'Edinburgh', 8)) s (n, city, region);

CREATE TABLE gen.names AS SELECT
    '{Anna,Ben,Clara,David,Elena,Felix,Greta,Hannes,Ida,Jonas,Karin,Lukas,Maja,Nils,Olga,Paul,Rosa,Simon,Tilda,Viktor,Amelie,Bruno,Chloe,Emil,Freya,Hugo,Ines,Jakob,Lena,Marco,Nora,Oscar,Petra,Quentin,Rune,Sofia,Theo,Ulla,Vera,Willem}'::text[] AS first,
    '{Andersen,Bauer,Claes,Dubois,Eriksson,Fischer,Gruber,Hansen,Ivanov,Jansen,Keller,Lambert,Meyer,Nilsson,Olsen,Peeters,Quist,Roth,Schmid,Taylor,Ullmann,Vogel,Wagner,Young,Zimmer,Berg,Castell,Dekker,Evans,Fontaine,Graf,Huber,Janssens,Kraus,Lindqvist,Moreau,Novak,Petit,Richter,Steiner}'::text[] AS last,
    '{Mill Lane,Station Road,Lindenweg,Rue du Lac,Bergstrasse,Church Street,Hafenstrasse,Kanaalweg,Storgatan,Parkallee,Rosenweg,High Street,Bahnhofstrasse,Rue des Alpes,Waldweg,Market Square}'::text[] AS street;

INSERT INTO sales.employees
SELECT n, f, l, lower(f || '.' || l) || n || '@fernhill.example',
    CASE WHEN n = 1 THEN 'Managing director' WHEN n <= 6 THEN 'Department head' WHEN n <= 30 THEN 'Store manager' WHEN n <= 150 THEN gen.pick('{Sales assistant,Sales assistant,Senior sales assistant,Cashier}', n, 21) ELSE gen.pick('{Buyer,Analyst,Support agent,Warehouse clerk,Developer}', n, 22) END,
    CASE WHEN n = 1 THEN 'Management' WHEN n <= 6 THEN ('{Stores,Purchasing,Logistics,Marketing,Customer service}'::text[])[n - 1] WHEN n <= 150 THEN 'Stores' ELSE gen.pick('{Purchasing,Logistics,Marketing,Customer service}', n, 23) END,
    CASE WHEN n BETWEEN 7 AND 30 THEN n - 6 WHEN n BETWEEN 31 AND 150 THEN 1 + (n - 31) % 24 END,
    CASE WHEN n = 1 THEN NULL WHEN n <= 6 THEN 1 WHEN n <= 30 THEN 2 WHEN n <= 150 THEN 7 + (n - 31) % 24 ELSE 3 + n % 4 END,
    date '2012-01-01' + floor(gen.u(n, 24) * 5000)::int,
    CASE WHEN n > 30 AND gen.u(n, 25) < 0.08 THEN date '2025-09-30' + floor(gen.u(n, 26) * 250)::int END,
    round((CASE WHEN n = 1 THEN 14000 WHEN n <= 6 THEN 7800 WHEN n <= 30 THEN 4300 ELSE 2600 END * (0.9 + 0.35 * gen.u(n, 27)))::numeric, 2)
FROM (SELECT n, gen.pick(first, n, 28) AS f, gen.pick(last, n, 29) AS l FROM generate_series(1, 180) n, gen.names) e;

-- Customers are numbered by the day they signed up: 3,000 before 2023, 9,000 since. Newcomers shift towards the Nordics and away from the United Kingdom.
INSERT INTO sales.customers
SELECT n, 'C-' || lpad(n::text, 6, '0'),
    (CASE WHEN gen.u(n, 31) < 0.80 THEN 'consumer' WHEN gen.u(n, 31) < 0.94 THEN 'business' ELSE 'education' END)::sales.customer_segment,
    width_bucket(gen.u(n, 32), ARRAY[0, 0.18, 0.37, 0.46, 0.55, 0.70, 0.80, 0.80 + 0.20 * n / 16000.0]::float8[]),
    CASE WHEN n <= 3000 THEN date '2020-01-01' + (n * 1095 / 3000.0)::int ELSE date '2023-01-01' + floor(1270 * power((n - 3000) / 9000.0, 0.9))::int END,
    CASE WHEN gen.u(n, 33) < 0.34 THEN 'search' WHEN gen.u(n, 33) < 0.55 THEN 'store' WHEN gen.u(n, 33) < 0.72 THEN 'referral' WHEN gen.u(n, 33) < 0.88 THEN 'social media' ELSE 'trade fair' END,
    (CASE WHEN gen.u(n, 34) < 0.55 THEN 'none' WHEN gen.u(n, 34) < 0.80 THEN 'bronze' WHEN gen.u(n, 34) < 0.94 THEN 'silver' ELSE 'gold' END)::sales.loyalty_tier,
    gen.u(n, 35) < 0.42,
    CASE WHEN gen.u(n, 36) < 0.2 THEN '{}' ELSE ARRAY[gen.pick('{camping,hiking,climbing}', n, 37), gen.pick('{winter sports,water sports,travel}', n, 38)] END,
    jsonb_build_object('language', gen.pick('{de,de,en,fr,nl,sv}', n, 39), 'packaging', gen.pick('{standard,minimal}', n, 40), 'gift_card_balance', floor(gen.u(n, 41) * gen.u(n, 42) * 120))
FROM generate_series(1, 12000) n;

INSERT INTO sales.customer_contacts
SELECT c.id, f, l, lower(f || '.' || l) || c.id || '@mail.example', CASE WHEN gen.u(c.id, 51) < 0.85 THEN '+49 30 23125 ' || lpad((c.id % 1000)::text, 3, '0') END,
    gen.pick(street, c.id, 52) || ' ' || 1 + floor(gen.u(c.id, 53) * 140)::int, lpad(floor(10000 + gen.u(c.id, 54) * 89999)::text, 5, '0'),
    (SELECT city FROM sales.stores s WHERE s.region_id = c.region_id ORDER BY gen.u(c.id * 31 + s.id, 55) LIMIT 1),
    CASE WHEN c.segment = 'consumer' THEN date '1950-01-01' + floor(gen.u(c.id, 56) * 20000)::int END
FROM (SELECT c.*, gen.pick(first, c.id, 57) AS f, gen.pick(last, c.id, 58) AS l, street FROM sales.customers c, gen.names) c;

INSERT INTO operations.categories VALUES (1, 'Camping', NULL), (2, 'Hiking', NULL), (3, 'Climbing', NULL), (4, 'Winter sports', NULL), (5, 'Water sports', NULL), (6, 'Clothing', NULL);

CREATE TABLE gen.kinds (category_id int, parent_id int, name text, noun text, base_price numeric, weight numeric, season text);
INSERT INTO gen.kinds VALUES
    (7, 1, 'Tents', 'tent', 240, 3.1, 'summer'), (8, 1, 'Sleeping bags', 'sleeping bag', 120, 1.3, 'summer'), (9, 1, 'Stoves and cookware', 'stove', 62, 0.6, 'summer'), (10, 1, 'Camp furniture', 'camp chair', 48, 2.4, 'summer'),
    (11, 2, 'Backpacks', 'backpack', 130, 1.5, 'summer'), (12, 2, 'Hiking boots', 'hiking boot', 165, 1.2, 'summer'), (13, 2, 'Trekking poles', 'trekking pole', 70, 0.5, 'summer'), (14, 2, 'Navigation', 'GPS watch', 290, 0.1, 'all year'),
    (15, 3, 'Harnesses', 'harness', 75, 0.4, 'all year'), (16, 3, 'Ropes', 'rope', 140, 3.9, 'all year'), (17, 3, 'Carabiners', 'carabiner set', 34, 0.3, 'all year'), (18, 3, 'Climbing shoes', 'climbing shoe', 110, 0.5, 'all year'),
    (19, 4, 'Ski jackets', 'ski jacket', 260, 1.0, 'winter'), (20, 4, 'Snowshoes', 'snowshoe', 180, 1.9, 'winter'), (21, 4, 'Avalanche safety', 'avalanche beacon', 310, 0.2, 'winter'), (22, 4, 'Thermal layers', 'thermal shirt', 58, 0.2, 'winter'),
    (23, 5, 'Kayaks', 'kayak', 690, 14.0, 'summer'), (24, 5, 'Paddleboards', 'paddleboard', 430, 9.5, 'summer'), (25, 5, 'Dry bags', 'dry bag', 28, 0.3, 'summer'), (26, 5, 'Life jackets', 'life jacket', 85, 0.8, 'summer'),
    (27, 6, 'Rain jackets', 'rain jacket', 150, 0.5, 'all year'), (28, 6, 'Fleece', 'fleece', 80, 0.4, 'winter'), (29, 6, 'Trousers', 'hiking trousers', 90, 0.4, 'all year'), (30, 6, 'Socks', 'sock pack', 19, 0.1, 'all year');
INSERT INTO operations.categories SELECT category_id, name, parent_id FROM gen.kinds;

INSERT INTO operations.products
SELECT id, 'FH-' || lpad(category_id::text, 2, '0') || '-' || lpad(id::text, 4, '0'), series || ' ' || noun, category_id,
    gen.pick('{Northpeak,Trailmark,Borealis,Cascadia,Montera,Skarn,Loft & Lumen,Fernhill Basics}', id, 61), price, round(price * (0.42 + 0.18 * gen.u(id, 62))::numeric, 2),
    round(weight * (0.7 + 0.6 * gen.u(id, 63))::numeric, 2),
    (CASE WHEN gen.u(id, 64) < 0.88 THEN 'active' WHEN gen.u(id, 64) < 0.97 THEN 'discontinued' ELSE 'announced' END)::operations.product_status,
    date '2018-01-15' + floor(gen.u(id, 65) * 1700)::int,
    ARRAY[season] || CASE WHEN gen.u(id, 66) < 0.3 THEN '{bestseller}'::text[] ELSE '{}' END || CASE WHEN gen.u(id, 67) < 0.25 THEN '{recycled}'::text[] ELSE '{}' END,
    jsonb_build_object('color', gen.pick('{moss,slate,ochre,navy,coral,black}', id, 68), 'warranty_years', 1 + floor(gen.u(id, 69) * 5)::int, 'waterproof', gen.u(id, 70) < 0.5)
FROM (SELECT ((category_id - 7) * 20 + ord)::int AS id, k.*, series, round(base_price * (0.6 + 1.1 * gen.u((category_id - 7) * 20 + ord, 71))::numeric, 0) - 0.05 AS price
      FROM gen.kinds k, unnest('{Ridgeline,Fjord,Alder,Summit,Drift,Cairn,Tundra,Heron,Boulder,Lichen,Granite,Kestrel,Marlin,Juniper,Basalt,Aurora,Willow,Falcon,Spruce,Comet}'::text[]) WITH ORDINALITY s (series, ord)) p;

INSERT INTO operations.suppliers
SELECT n, house || ' ' || trade, country, round((3.0 + 2.0 * gen.u(n, 81))::numeric, 1), 'orders' || n || '@supplier.example'
FROM (SELECT ((h.ord - 1) * 3 + t.ord)::int AS n, h.house, t.trade, ('{Germany,Italy,Portugal,Vietnam,China,Poland}'::text[])[1 + (h.ord + t.ord) % 6] AS country
      FROM unnest('{Halden,Brenner,Lusitania,Mekong,Tatra,Verona,Baltica,Orient,Rhein,Saigon,Adria,Vistula}'::text[]) WITH ORDINALITY h (house, ord), unnest('{Textiles,Metalworks,Outdoor Supply}'::text[]) WITH ORDINALITY t (trade, ord)) s;

INSERT INTO operations.product_suppliers
SELECT p.id, 1 + (p.id * 7 + k * 13) % 36, round(p.unit_cost * (0.9 + 0.25 * gen.u(p.id * 3 + k, 82))::numeric, 2), 7 + floor(gen.u(p.id * 3 + k, 83) * 70)::int, k = 0
FROM operations.products p, generate_series(0, 2) k
WHERE k = 0 OR gen.u(p.id * 3 + k, 84) < 0.55;

INSERT INTO operations.warehouses VALUES (1, 'Hanover Central', 'Germany', 9200), (2, 'Lyon South', 'France', 4100), (3, 'Malmo North', 'Sweden', 3600), (4, 'Leeds', 'United Kingdom', 2900);

INSERT INTO operations.stock_levels
SELECT w.id, p.id, floor(gen.u(p.id * 4 + w.id, 85) * gen.u(p.id * 4 + w.id, 86) * 260)::int, 10 + floor(gen.u(p.id * 4 + w.id, 87) * 40)::int,
    timestamptz '2026-06-28 06:00+00' + gen.u(p.id * 4 + w.id, 88) * interval '60 hours'
FROM operations.warehouses w, operations.products p
WHERE p.status <> 'announced';

INSERT INTO marketing.campaigns
SELECT n, name || ' ' || extract(year FROM month)::int, (enum_range(NULL::marketing.campaign_channel))[1 + floor(gen.u(n, 91) * 5)::int], month + 2 + n % 5, month + 20 + n % 8, budget, round(budget * (0.75 + 0.4 * gen.u(n, 92))::numeric, 2),
    CASE WHEN gen.u(n, 93) < 0.4 THEN '{Germany,Austria,Switzerland}' WHEN gen.u(n, 93) < 0.6 THEN '{France,Netherlands}' WHEN gen.u(n, 93) < 0.8 THEN '{Sweden}' ELSE '{Germany,Austria,Switzerland,France,Netherlands,Sweden,United Kingdom}' END::text[]
FROM (SELECT (row_number() OVER (ORDER BY m))::int AS n, m::date AS month, round((6000 + 26000 * gen.u(extract(epoch FROM m)::bigint, 94))::numeric, -2) AS budget,
             ('{New Year Clearance,Winter Finale,Spring Trails,Easter Camp,Summit Days,Summer Kickoff,Midsummer Sale,Back to the Hut,Autumn Hike,Rain Season,Black Week,Advent Gifts}'::text[])[extract(month FROM m)::int] AS name
      FROM generate_series(timestamp '2023-01-01', timestamp '2026-06-01', interval '1 month') m) c;

INSERT INTO marketing.campaign_products
SELECT c.id, p.id, ('{10,15,20,25}'::int[])[1 + floor(gen.u(c.id * 1000 + p.id, 95) * 4)::int]
FROM marketing.campaigns c, operations.products p
WHERE gen.u(c.id * 1000 + p.id, 96) < 0.06;

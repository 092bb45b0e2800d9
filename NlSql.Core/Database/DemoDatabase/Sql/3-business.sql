-- Days carry the business: growth, season, weekday, the Black Week and a web shop that was down from 10 to 16 February 2025.
CREATE TABLE gen.days AS
SELECT d::date AS day, d::date - date '2023-01-01' AS n, round(33
    * (1 + 0.28 * (d::date - date '2023-01-01') / 365.25)
    * ('{0.80,0.78,0.92,1.02,1.12,1.18,1.10,1.00,0.92,0.95,1.28,1.45}'::float8[])[extract(month FROM d)::int]
    * ('{0.95,0.90,0.93,1.00,1.15,1.35,0.75}'::float8[])[extract(isodow FROM d)::int]
    * CASE WHEN extract(month FROM d) = 11 AND extract(day FROM d) BETWEEN 22 AND 29 THEN 1.9 WHEN extract(month FROM d) = 12 AND extract(day FROM d) BETWEEN 24 AND 26 THEN 0.35 ELSE 1 END
    * (0.88 + 0.24 * gen.u(extract(epoch FROM d)::bigint, 101)))::int AS orders
FROM generate_series(timestamp '2023-01-01', timestamp '2026-06-30', interval '1 day') d;

CREATE TABLE gen.orders AS
SELECT o.*,
    CASE WHEN day BETWEEN date '2025-02-10' AND date '2025-02-16' THEN CASE WHEN gen.u(id, 112) < 0.7 THEN 'store' ELSE 'phone' END
         WHEN segment = 'business' AND gen.u(id, 112) < 0.45 THEN 'phone'
         WHEN gen.u(id, 112) < 0.30 - 0.00008 * n AND extract(isodow FROM day) < 7 THEN 'store' WHEN gen.u(id, 112) < 0.84 THEN 'web' ELSE 'marketplace' END::sales.sales_channel AS channel,
    CASE WHEN gen.u(id, 114) < 0.042 THEN 'cancelled' WHEN n >= 1272 AND gen.u(id, 113) < 0.4 THEN 'pending' WHEN n >= 1272 THEN 'paid' WHEN n >= 1266 THEN 'shipped' ELSE 'delivered' END::sales.order_status AS status,
    timestamptz '2023-01-01 00:00+00' + n * interval '1 day' + (7.5 + 14 * (gen.u(id, 115) + gen.u(id, 116)) / 2) * interval '1 hour' AS ordered_at,
    (1 + floor(4.2 * power(gen.u(id, 117), 1.5)) + CASE WHEN segment = 'consumer' THEN 0 ELSE 1 END)::int AS lines
FROM (SELECT d.id, d.day, d.n, c.id AS customer_id, c.region_id, c.segment
      FROM (SELECT (row_number() OVER (ORDER BY day, k))::int AS id, day, n FROM gen.days, generate_series(1, orders) k) d
      JOIN sales.customers c ON c.id = 1 + floor(power(gen.u(d.id, 111), 1.35) * (2999 + 8950 * power(d.n / 1277.0, 1 / 0.9)))::int) o;
DELETE FROM gen.orders WHERE day BETWEEN date '2025-02-10' AND date '2025-02-16' AND gen.u(id, 118) < 0.45;

-- Products of a season share the demand of that season; within it a few sell most.
CREATE TABLE gen.shelf AS
SELECT k.season, p.id AS product_id, p.list_price, row_number() OVER (PARTITION BY k.season ORDER BY gen.u(p.id, 121)) - 1 AS place, count(*) OVER (PARTITION BY k.season) AS places
FROM operations.products p JOIN gen.kinds k USING (category_id) WHERE p.status <> 'announced';

INSERT INTO sales.order_items
SELECT l.id, l.line, s.product_id,
    CASE WHEN l.segment <> 'consumer' THEN 1 + floor(7 * power(gen.u(key, 124), 2))::int WHEN s.list_price < 60 THEN 1 + floor(3 * power(gen.u(key, 124), 2))::int ELSE 1 END,
    round(s.list_price * (0.90 + 0.10 * l.n / 1277.0), 2),
    CASE WHEN l.segment = 'business' AND gen.u(key, 125) < 0.5 THEN 8 WHEN extract(month FROM l.day) IN (1, 7, 11) AND gen.u(key, 125) < 0.45 THEN 20 WHEN gen.u(key, 125) < 0.10 THEN 10 ELSE 0 END
FROM (SELECT o.*, line, o.id * 10::bigint + line AS key,
             ('{0.50,0.45,0.25,0.12,0.06,0.04,0.05,0.08,0.18,0.32,0.48,0.55}'::float8[])[extract(month FROM day)::int] AS winter
      FROM gen.orders o, generate_series(1, lines) line) l
JOIN (SELECT season, max(places) AS places FROM gen.shelf GROUP BY season) z
  ON z.season = CASE WHEN gen.u(key, 122) < winter THEN 'winter' WHEN gen.u(key, 122) < winter + (1 - winter) * 0.62 THEN 'summer' ELSE 'all year' END
JOIN gen.shelf s ON s.season = z.season AND s.place = floor(power(gen.u(key, 123), 1.8) * z.places)::int;

CREATE TABLE gen.shipped AS
SELECT o.id, o.ordered_at + (0.4 + 3.2 * power(gen.u(o.id, 131), 1.5)) * interval '1 day' AS shipped_at, gen.pick('{DHL,DHL,DPD,GLS,PostNord}', o.id, 132) AS carrier
FROM gen.orders o WHERE o.channel <> 'store' AND o.status IN ('shipped', 'delivered');

INSERT INTO sales.orders
SELECT o.id, 'SO-' || to_char(o.day, 'YYYY') || '-' || lpad(o.id::text, 6, '0'), o.customer_id, o.channel, CASE WHEN o.channel = 'store' AND o.status <> 'cancelled' THEN 'delivered' ELSE o.status END,
    o.store_id, CASE WHEN o.store_id IS NOT NULL THEN 31 + (o.store_id - 1) + 24 * floor(gen.u(o.id, 134) * 5)::int WHEN o.channel = 'phone' THEN 151 + floor(gen.u(o.id, 134) * 30)::int END,
    CASE WHEN o.channel = 'web' AND gen.u(o.id, 135) < 0.22 THEN c.id END,
    o.ordered_at, s.shipped_at, o.fee, i.total + o.fee
FROM (SELECT o.id, o.day, o.channel, o.status, o.ordered_at, o.customer_id, CASE WHEN o.channel = 'store' OR gen.u(o.id, 136) < 0.45 THEN 0 ELSE 4.90 END AS fee,
             CASE WHEN o.channel = 'store' THEN (SELECT t.id FROM sales.stores t WHERE t.region_id = o.region_id ORDER BY t.id OFFSET floor(gen.u(o.id, 133) * r.stores)::int LIMIT 1) END AS store_id
      FROM gen.orders o
      JOIN (SELECT region_id, count(*) AS stores FROM sales.stores GROUP BY region_id) r USING (region_id)) o
JOIN (SELECT order_id, sum(line_total) AS total FROM sales.order_items GROUP BY order_id) i ON i.order_id = o.id
LEFT JOIN gen.shipped s ON s.id = o.id
LEFT JOIN marketing.campaigns c ON o.day BETWEEN c.started_on AND c.ended_on
ORDER BY o.id;

INSERT INTO sales.payments
SELECT (row_number() OVER (ORDER BY ordered_at, id, attempt))::int, id,
    (CASE WHEN channel = 'store' THEN gen.pick('{card,card,cash}', id, 141) WHEN channel = 'phone' THEN gen.pick('{invoice,invoice,bank transfer}', id, 141) ELSE gen.pick('{card,card,paypal,paypal,bank transfer}', id, 141) END)::sales.payment_method,
    (CASE WHEN attempt = 0 THEN 'failed' WHEN status = 'cancelled' THEN 'refunded' ELSE 'completed' END)::sales.payment_status,
    total_amount, ordered_at + attempt * interval '7 minutes' + CASE WHEN channel = 'phone' THEN gen.u(id, 142) * interval '20 days' ELSE gen.u(id, 142) * interval '5 minutes' END
FROM sales.orders, generate_series(0, 1) attempt
WHERE status <> 'pending' AND (attempt = 1 OR gen.u(id, 143) < 0.03) AND (status <> 'cancelled' OR gen.u(id, 144) < 0.6);

INSERT INTO sales.returns
SELECT (row_number() OVER (ORDER BY o.ordered_at, o.id, i.line_number))::int, o.id, i.line_number, i.quantity,
    CASE WHEN p.category_id IN (12, 18, 19, 27, 28, 29) AND gen.u(key, 152) < 0.6 THEN 'wrong size' ELSE gen.pick('{changed mind,damaged in transit,not as described,defective,arrived late}', key, 153) END,
    i.line_total, (o.ordered_at + (6 + 24 * gen.u(key, 154)) * interval '1 day')::date
FROM (SELECT *, order_id * 10::bigint + line_number AS key FROM sales.order_items) i
JOIN sales.orders o ON o.id = i.order_id JOIN operations.products p ON p.id = i.product_id
WHERE o.status = 'delivered' AND o.ordered_at < timestamptz '2026-05-31 00:00+00'
  AND gen.u(key, 151) < CASE WHEN p.category_id IN (12, 18, 19, 27, 28, 29) THEN 0.105 WHEN o.channel = 'store' THEN 0.015 ELSE 0.04 END;

INSERT INTO sales.sales_targets
SELECT region_id, month, round(amount * (0.92 + 0.22 * gen.u(region_id * 100 + extract(month FROM month)::int, 161))::numeric, -2)
FROM (SELECT c.region_id, date_trunc('month', o.ordered_at AT TIME ZONE 'UTC')::date AS month, sum(o.total_amount) AS amount
      FROM sales.orders o JOIN sales.customers c ON c.id = o.customer_id WHERE o.status <> 'cancelled' GROUP BY 1, 2) actual;

INSERT INTO operations.shipments
SELECT (row_number() OVER (ORDER BY s.shipped_at, s.id))::int, s.id, CASE WHEN c.region_id = 5 THEN 2 WHEN c.region_id = 7 THEN 3 WHEN c.region_id = 8 THEN 4 ELSE 1 END, s.carrier,
    'FH' || lpad(floor(gen.u(s.id, 171) * 1e10)::bigint::text, 10, '0'),
    (CASE WHEN o.status = 'shipped' THEN 'in transit' WHEN gen.u(s.id, 172) < 0.003 THEN 'lost' ELSE 'delivered' END)::operations.shipment_status, s.shipped_at,
    CASE WHEN o.status = 'delivered' AND gen.u(s.id, 172) >= 0.003 THEN s.shipped_at + (CASE s.carrier WHEN 'DHL' THEN 1.2 WHEN 'DPD' THEN 1.8 WHEN 'GLS' THEN 2.4 ELSE 3.1 END + 2.5 * gen.u(s.id, 173)) * interval '1 day' END,
    round((3.2 + 9 * gen.u(s.id, 174))::numeric, 2)
FROM gen.shipped s JOIN sales.orders o ON o.id = s.id JOIN sales.customers c ON c.id = o.customer_id;

-- Visits with an order begin before it; the others follow the same days.
INSERT INTO marketing.web_sessions
SELECT (row_number() OVER (ORDER BY started_at, key))::int, customer_id, order_id, campaign_id, started_at, 20 + floor(1500 * power(gen.u(key, 181), 2.2))::int,
    CASE WHEN gen.u(key, 182) < 0.42 + 0.00016 * n THEN 'mobile' WHEN gen.u(key, 182) < 0.94 THEN 'desktop' ELSE 'tablet' END,
    CASE WHEN campaign_id IS NOT NULL THEN 'campaign' ELSE gen.pick('{search,search,direct,social media,referral,newsletter}', key, 183) END
FROM (SELECT id AS key, customer_id, id AS order_id, campaign_id, ordered_at - (3 + 40 * gen.u(id, 184)) * interval '1 minute' AS started_at, ordered_at::date - date '2023-01-01' AS n
      FROM sales.orders WHERE channel = 'web' AND gen.u(id, 185) < 0.5
      UNION ALL
      SELECT 1000000 + id, CASE WHEN gen.u(id, 186) < 0.35 THEN customer_id END, NULL, NULL, timestamptz '2023-01-01 00:00+00' + n * interval '1 day' + (6 + 17.5 * gen.u(id, 187)) * interval '1 hour', n
      FROM (SELECT g.id, g.n, 1 + floor(gen.u(g.id, 188) * 2990)::int AS customer_id FROM gen.orders g WHERE gen.u(g.id, 189) < 0.42) v) s;

INSERT INTO marketing.web_events
SELECT (row_number() OVER (ORDER BY s.started_at, s.id, step))::int, s.id, s.started_at + s.duration_seconds * step / 6.0 * interval '1 second',
    (CASE WHEN step = 0 THEN 'page view' WHEN s.order_id IS NOT NULL THEN ('{product view,add to cart,checkout,purchase}'::text[])[step] ELSE ('{search,product view,add to cart,checkout}'::text[])[step] END)::marketing.event_type,
    CASE WHEN (s.order_id IS NOT NULL AND step IN (1, 2)) OR (s.order_id IS NULL AND step IN (2, 3)) THEN 1 + floor(power(gen.u(s.id, 191), 1.4) * 480)::int END,
    CASE WHEN step = 0 THEN jsonb_build_object('page', gen.pick('{/,/sale,/tents,/boots,/jackets,/guides}', s.id, 192)) WHEN step = 1 AND s.order_id IS NULL THEN jsonb_build_object('term', gen.pick('{tent,rain jacket,boots,kayak,gift,stove,ski jacket}', s.id, 193), 'results', floor(gen.u(s.id, 194) * 60)) ELSE '{}' END
FROM marketing.web_sessions s, generate_series(0, 4) step
WHERE step <= CASE WHEN s.order_id IS NOT NULL THEN 4 ELSE floor(5 * power(gen.u(s.id, 195), 1.6)) END;

INSERT INTO marketing.product_reviews
SELECT (row_number() OVER (ORDER BY o.ordered_at, o.id))::int, i.product_id, o.customer_id, rating, (ARRAY['Disappointing', 'Not quite right', 'Does the job', 'Good value', 'Excellent'])[rating], o.ordered_at + (9 + 30 * gen.u(o.id, 201)) * interval '1 day'
FROM sales.orders o JOIN sales.order_items i ON i.order_id = o.id AND i.line_number = 1
CROSS JOIN LATERAL (SELECT CASE WHEN gen.u(o.id, 202) < 0.05 THEN 1 WHEN gen.u(o.id, 202) < 0.12 THEN 2 WHEN gen.u(o.id, 202) < 0.26 THEN 3 WHEN gen.u(o.id, 202) < 0.60 - 0.1 * gen.u(i.product_id, 203) THEN 4 ELSE 5 END AS rating) r
WHERE o.status = 'delivered' AND gen.u(o.id, 204) < 0.14 AND o.ordered_at < timestamptz '2026-05-20 00:00+00';

INSERT INTO marketing.support_tickets
SELECT (row_number() OVER (ORDER BY opened_at, id))::int, customer_id, order_id, topic, priority::marketing.ticket_priority, (CASE WHEN closed_at IS NOT NULL THEN 'closed' WHEN first_response_at IS NOT NULL THEN 'waiting' ELSE 'open' END)::marketing.ticket_status, opened_at, first_response_at, closed_at,
    CASE WHEN closed_at IS NOT NULL AND gen.u(id, 211) < 0.6 THEN greatest(1, 5 - floor(extract(epoch FROM closed_at - opened_at) / 86400 * gen.u(id, 212)))::int END
FROM (SELECT id, customer_id, order_id, topic, priority, opened_at, CASE WHEN answered < timestamptz '2026-07-01 00:00+00' THEN answered END AS first_response_at, CASE WHEN solved < timestamptz '2026-07-01 00:00+00' THEN solved END AS closed_at
      FROM (SELECT o.id, o.customer_id, CASE WHEN gen.u(o.id, 213) < 0.8 THEN o.id END AS order_id, gen.pick('{delivery,delivery,return,product question,payment,account,warranty}', o.id, 214) AS topic, gen.pick('{low,normal,normal,normal,high,urgent}', o.id, 215) AS priority,
                   o.opened_at, o.opened_at + (0.5 + 30 * power(gen.u(o.id, 216), 2)) * interval '1 hour' AS answered, o.opened_at + (2 + 150 * power(gen.u(o.id, 217), 2)) * interval '2 hours' AS solved
            FROM (SELECT id, customer_id, ordered_at + (1 + 12 * gen.u(id, 218)) * interval '1 day' AS opened_at FROM sales.orders WHERE gen.u(id, 219) < 0.12) o) t
      WHERE opened_at < timestamptz '2026-07-01 00:00+00') t;

DROP SCHEMA gen CASCADE;

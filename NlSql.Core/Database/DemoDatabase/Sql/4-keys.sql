ALTER TABLE sales.regions ADD PRIMARY KEY (id), ADD UNIQUE (name);
ALTER TABLE sales.stores ADD PRIMARY KEY (id), ADD UNIQUE (name), ADD FOREIGN KEY (region_id) REFERENCES sales.regions;
ALTER TABLE sales.employees ADD PRIMARY KEY (id), ADD UNIQUE (email), ADD FOREIGN KEY (store_id) REFERENCES sales.stores, ADD FOREIGN KEY (manager_id) REFERENCES sales.employees (id);
ALTER TABLE sales.customers ADD PRIMARY KEY (id), ADD UNIQUE (customer_number), ADD FOREIGN KEY (region_id) REFERENCES sales.regions;
ALTER TABLE sales.customer_contacts ADD PRIMARY KEY (customer_id), ADD FOREIGN KEY (customer_id) REFERENCES sales.customers;
ALTER TABLE operations.categories ADD PRIMARY KEY (id), ADD UNIQUE (name), ADD FOREIGN KEY (parent_id) REFERENCES operations.categories (id);
ALTER TABLE operations.products ADD PRIMARY KEY (id), ADD UNIQUE (sku), ADD FOREIGN KEY (category_id) REFERENCES operations.categories;
ALTER TABLE operations.suppliers ADD PRIMARY KEY (id), ADD UNIQUE (name);
ALTER TABLE operations.product_suppliers ADD PRIMARY KEY (product_id, supplier_id), ADD FOREIGN KEY (product_id) REFERENCES operations.products, ADD FOREIGN KEY (supplier_id) REFERENCES operations.suppliers;
ALTER TABLE operations.warehouses ADD PRIMARY KEY (id), ADD UNIQUE (name);
ALTER TABLE operations.stock_levels ADD PRIMARY KEY (warehouse_id, product_id), ADD FOREIGN KEY (warehouse_id) REFERENCES operations.warehouses, ADD FOREIGN KEY (product_id) REFERENCES operations.products;
ALTER TABLE marketing.campaigns ADD PRIMARY KEY (id), ADD UNIQUE (name), ADD CHECK (ended_on >= started_on);
ALTER TABLE marketing.campaign_products ADD PRIMARY KEY (campaign_id, product_id), ADD FOREIGN KEY (campaign_id) REFERENCES marketing.campaigns, ADD FOREIGN KEY (product_id) REFERENCES operations.products;
ALTER TABLE sales.orders ADD PRIMARY KEY (id), ADD UNIQUE (order_number), ADD FOREIGN KEY (customer_id) REFERENCES sales.customers, ADD FOREIGN KEY (store_id) REFERENCES sales.stores,
    ADD FOREIGN KEY (employee_id) REFERENCES sales.employees, ADD FOREIGN KEY (campaign_id) REFERENCES marketing.campaigns;
ALTER TABLE sales.order_items ADD PRIMARY KEY (order_id, line_number), ADD FOREIGN KEY (order_id) REFERENCES sales.orders, ADD FOREIGN KEY (product_id) REFERENCES operations.products;
ALTER TABLE sales.payments ADD PRIMARY KEY (id), ADD FOREIGN KEY (order_id) REFERENCES sales.orders;
ALTER TABLE sales.returns ADD PRIMARY KEY (id), ADD FOREIGN KEY (order_id, line_number) REFERENCES sales.order_items (order_id, line_number), ADD FOREIGN KEY (order_id) REFERENCES sales.orders;
ALTER TABLE sales.sales_targets ADD PRIMARY KEY (region_id, month), ADD FOREIGN KEY (region_id) REFERENCES sales.regions;
ALTER TABLE operations.shipments ADD PRIMARY KEY (id), ADD FOREIGN KEY (order_id) REFERENCES sales.orders, ADD FOREIGN KEY (warehouse_id) REFERENCES operations.warehouses;
ALTER TABLE marketing.web_sessions ADD PRIMARY KEY (id), ADD FOREIGN KEY (customer_id) REFERENCES sales.customers, ADD FOREIGN KEY (order_id) REFERENCES sales.orders, ADD FOREIGN KEY (campaign_id) REFERENCES marketing.campaigns;
ALTER TABLE marketing.web_events ADD PRIMARY KEY (id, occurred_at), ADD FOREIGN KEY (session_id) REFERENCES marketing.web_sessions, ADD FOREIGN KEY (product_id) REFERENCES operations.products;
ALTER TABLE marketing.product_reviews ADD PRIMARY KEY (id), ADD FOREIGN KEY (product_id) REFERENCES operations.products, ADD FOREIGN KEY (customer_id) REFERENCES sales.customers, ADD CHECK (rating BETWEEN 1 AND 5);
ALTER TABLE marketing.support_tickets ADD PRIMARY KEY (id), ADD FOREIGN KEY (customer_id) REFERENCES sales.customers, ADD FOREIGN KEY (order_id) REFERENCES sales.orders;

CREATE INDEX ON sales.orders (customer_id);
CREATE INDEX ON sales.orders (ordered_at);
CREATE INDEX ON sales.order_items (product_id);
CREATE INDEX ON sales.payments (order_id);
CREATE INDEX ON sales.returns (order_id, line_number);
CREATE INDEX ON operations.products (category_id);
CREATE INDEX ON operations.shipments (order_id);
CREATE INDEX ON marketing.web_events (session_id);
CREATE INDEX ON marketing.support_tickets (customer_id);

CREATE VIEW sales.order_details AS
SELECT o.id AS order_id, o.ordered_at, o.channel, o.status, r.name AS region, c.segment, k.name AS category, p.name AS product, p.brand, i.quantity, i.line_total, round(i.quantity * p.unit_cost, 2) AS cost
FROM sales.orders o
JOIN sales.customers c ON c.id = o.customer_id
JOIN sales.regions r ON r.id = c.region_id
JOIN sales.order_items i ON i.order_id = o.id
JOIN operations.products p ON p.id = i.product_id
JOIN operations.categories k ON k.id = p.category_id;

CREATE MATERIALIZED VIEW sales.monthly_revenue AS
SELECT date_trunc('month', o.ordered_at AT TIME ZONE 'UTC')::date AS month, r.name AS region, count(*) AS orders, sum(o.total_amount) AS revenue
FROM sales.orders o
JOIN sales.customers c ON c.id = o.customer_id
JOIN sales.regions r ON r.id = c.region_id
WHERE o.status <> 'cancelled'
GROUP BY 1, 2
ORDER BY 1, 2;
CREATE UNIQUE INDEX ON sales.monthly_revenue (month, region);

CREATE VIEW operations.low_stock AS
SELECT w.name AS warehouse, p.sku, p.name AS product, s.quantity_on_hand, s.reorder_level
FROM operations.stock_levels s
JOIN operations.warehouses w ON w.id = s.warehouse_id
JOIN operations.products p ON p.id = s.product_id
WHERE s.quantity_on_hand < s.reorder_level AND p.status = 'active';

CREATE VIEW marketing.campaign_results AS
SELECT c.id AS campaign_id, c.name, c.channel, c.amount_spent, count(o.id) AS orders, coalesce(sum(o.total_amount), 0) AS revenue
FROM marketing.campaigns c
LEFT JOIN sales.orders o ON o.campaign_id = c.id AND o.status <> 'cancelled'
GROUP BY c.id;

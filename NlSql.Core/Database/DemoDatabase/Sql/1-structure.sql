-- Fernhill Outdoor, a made-up company. Keys and indexes follow in 4-keys.sql, once the rows are in.
CREATE SCHEMA sales;
CREATE SCHEMA operations;
CREATE SCHEMA marketing;

CREATE DOMAIN sales.country_code AS char(2) CHECK (VALUE ~ '^[A-Z]{2}$');
CREATE DOMAIN sales.money_amount AS numeric(12, 2) CHECK (VALUE >= 0);
CREATE DOMAIN sales.email_address AS text CHECK (VALUE LIKE '%_@_%');
CREATE DOMAIN sales.percentage AS numeric(5, 2) CHECK (VALUE BETWEEN 0 AND 100);

CREATE TYPE sales.customer_segment AS ENUM ('consumer', 'business', 'education');
CREATE TYPE sales.loyalty_tier AS ENUM ('none', 'bronze', 'silver', 'gold');
CREATE TYPE sales.sales_channel AS ENUM ('store', 'web', 'phone', 'marketplace');
CREATE TYPE sales.order_status AS ENUM ('pending', 'paid', 'shipped', 'delivered', 'cancelled');
CREATE TYPE sales.payment_method AS ENUM ('card', 'paypal', 'bank transfer', 'invoice', 'cash');
CREATE TYPE sales.payment_status AS ENUM ('completed', 'failed', 'refunded');
CREATE TYPE operations.product_status AS ENUM ('active', 'discontinued', 'announced');
CREATE TYPE operations.shipment_status AS ENUM ('in transit', 'delivered', 'lost');
CREATE TYPE marketing.campaign_channel AS ENUM ('email', 'social', 'search', 'print', 'radio');
CREATE TYPE marketing.event_type AS ENUM ('page view', 'search', 'product view', 'add to cart', 'checkout', 'purchase');
CREATE TYPE marketing.ticket_priority AS ENUM ('low', 'normal', 'high', 'urgent');
CREATE TYPE marketing.ticket_status AS ENUM ('open', 'waiting', 'closed');

CREATE TABLE sales.regions (
    id integer NOT NULL,
    name text NOT NULL,
    country_code sales.country_code NOT NULL,
    country text NOT NULL
);

CREATE TABLE sales.stores (
    id integer NOT NULL,
    name text NOT NULL,
    region_id integer NOT NULL,
    city text NOT NULL,
    opened_on date NOT NULL,
    floor_area_m2 integer NOT NULL
);

CREATE TABLE sales.employees (
    id integer NOT NULL,
    first_name text NOT NULL,
    last_name text NOT NULL,
    email sales.email_address NOT NULL,
    job_title text NOT NULL,
    department text NOT NULL,
    store_id integer,
    manager_id integer,
    hired_on date NOT NULL,
    left_on date,
    monthly_salary sales.money_amount NOT NULL
);

CREATE TABLE sales.customers (
    id integer NOT NULL,
    customer_number text NOT NULL,
    segment sales.customer_segment NOT NULL,
    region_id integer NOT NULL,
    signed_up_on date NOT NULL,
    acquisition_channel text NOT NULL,
    loyalty_tier sales.loyalty_tier NOT NULL,
    newsletter boolean NOT NULL,
    interests text[] NOT NULL,
    preferences jsonb NOT NULL
);

CREATE TABLE sales.customer_contacts (
    customer_id integer NOT NULL,
    first_name text NOT NULL,
    last_name text NOT NULL,
    email sales.email_address NOT NULL,
    phone text,
    street text NOT NULL,
    postal_code text NOT NULL,
    city text NOT NULL,
    date_of_birth date
);

CREATE TABLE sales.orders (
    id integer NOT NULL,
    order_number text NOT NULL,
    customer_id integer NOT NULL,
    channel sales.sales_channel NOT NULL,
    status sales.order_status NOT NULL,
    store_id integer,
    employee_id integer,
    campaign_id integer,
    ordered_at timestamptz NOT NULL,
    shipped_at timestamptz,
    shipping_fee sales.money_amount NOT NULL,
    total_amount sales.money_amount NOT NULL
);

CREATE TABLE sales.order_items (
    order_id integer NOT NULL,
    line_number smallint NOT NULL,
    product_id integer NOT NULL,
    quantity smallint NOT NULL,
    unit_price sales.money_amount NOT NULL,
    discount_percent sales.percentage NOT NULL,
    line_total numeric(12, 2) NOT NULL GENERATED ALWAYS AS (round(quantity * unit_price * (1 - discount_percent / 100), 2)) STORED
);

CREATE TABLE sales.payments (
    id integer NOT NULL,
    order_id integer NOT NULL,
    method sales.payment_method NOT NULL,
    status sales.payment_status NOT NULL,
    amount sales.money_amount NOT NULL,
    paid_at timestamptz NOT NULL
);

CREATE TABLE sales.returns (
    id integer NOT NULL,
    order_id integer NOT NULL,
    line_number smallint NOT NULL,
    quantity smallint NOT NULL,
    reason text NOT NULL,
    refund_amount sales.money_amount NOT NULL,
    returned_on date NOT NULL
);

CREATE TABLE sales.sales_targets (
    region_id integer NOT NULL,
    month date NOT NULL,
    target_amount sales.money_amount NOT NULL
);

CREATE TABLE operations.categories (
    id integer NOT NULL,
    name text NOT NULL,
    parent_id integer
);

CREATE TABLE operations.products (
    id integer NOT NULL,
    sku text NOT NULL,
    name text NOT NULL,
    category_id integer NOT NULL,
    brand text NOT NULL,
    list_price sales.money_amount NOT NULL,
    unit_cost sales.money_amount NOT NULL,
    weight_kg numeric(6, 2) NOT NULL,
    status operations.product_status NOT NULL,
    launched_on date NOT NULL,
    tags text[] NOT NULL,
    attributes jsonb NOT NULL
);

CREATE TABLE operations.suppliers (
    id integer NOT NULL,
    name text NOT NULL,
    country text NOT NULL,
    rating numeric(2, 1) NOT NULL,
    contact_email sales.email_address NOT NULL
);

CREATE TABLE operations.product_suppliers (
    product_id integer NOT NULL,
    supplier_id integer NOT NULL,
    purchase_price sales.money_amount NOT NULL,
    lead_time_days smallint NOT NULL,
    is_preferred boolean NOT NULL
);

CREATE TABLE operations.warehouses (
    id integer NOT NULL,
    name text NOT NULL,
    country text NOT NULL,
    capacity_pallets integer NOT NULL
);

CREATE TABLE operations.stock_levels (
    warehouse_id integer NOT NULL,
    product_id integer NOT NULL,
    quantity_on_hand integer NOT NULL,
    reorder_level integer NOT NULL,
    counted_at timestamptz NOT NULL
);

CREATE TABLE operations.shipments (
    id integer NOT NULL,
    order_id integer NOT NULL,
    warehouse_id integer NOT NULL,
    carrier text NOT NULL,
    tracking_number text NOT NULL,
    status operations.shipment_status NOT NULL,
    shipped_at timestamptz NOT NULL,
    delivered_at timestamptz,
    shipping_cost sales.money_amount NOT NULL
);

CREATE TABLE marketing.campaigns (
    id integer NOT NULL,
    name text NOT NULL,
    channel marketing.campaign_channel NOT NULL,
    started_on date NOT NULL,
    ended_on date NOT NULL,
    budget sales.money_amount NOT NULL,
    amount_spent sales.money_amount NOT NULL,
    target_countries text[] NOT NULL
);

CREATE TABLE marketing.campaign_products (
    campaign_id integer NOT NULL,
    product_id integer NOT NULL,
    discount_percent sales.percentage NOT NULL
);

CREATE TABLE marketing.web_sessions (
    id integer NOT NULL,
    customer_id integer,
    order_id integer,
    campaign_id integer,
    started_at timestamptz NOT NULL,
    duration_seconds integer NOT NULL,
    device text NOT NULL,
    traffic_source text NOT NULL
);

CREATE TABLE marketing.web_events (
    id integer NOT NULL,
    session_id integer NOT NULL,
    occurred_at timestamptz NOT NULL,
    event_type marketing.event_type NOT NULL,
    product_id integer,
    details jsonb NOT NULL
) PARTITION BY RANGE (occurred_at);
CREATE TABLE marketing.web_events_2023 PARTITION OF marketing.web_events FOR VALUES FROM ('2023-01-01 00:00+00') TO ('2024-01-01 00:00+00');
CREATE TABLE marketing.web_events_2024 PARTITION OF marketing.web_events FOR VALUES FROM ('2024-01-01 00:00+00') TO ('2025-01-01 00:00+00');
CREATE TABLE marketing.web_events_2025 PARTITION OF marketing.web_events FOR VALUES FROM ('2025-01-01 00:00+00') TO ('2026-01-01 00:00+00');
CREATE TABLE marketing.web_events_2026 PARTITION OF marketing.web_events FOR VALUES FROM ('2026-01-01 00:00+00') TO ('2027-01-01 00:00+00');

CREATE TABLE marketing.product_reviews (
    id integer NOT NULL,
    product_id integer NOT NULL,
    customer_id integer NOT NULL,
    rating smallint NOT NULL,
    title text NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE TABLE marketing.support_tickets (
    id integer NOT NULL,
    customer_id integer NOT NULL,
    order_id integer,
    topic text NOT NULL,
    priority marketing.ticket_priority NOT NULL,
    status marketing.ticket_status NOT NULL,
    opened_at timestamptz NOT NULL,
    first_response_at timestamptz,
    closed_at timestamptz,
    satisfaction smallint
);

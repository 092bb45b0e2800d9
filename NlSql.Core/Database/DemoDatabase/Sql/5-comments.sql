COMMENT ON SCHEMA sales IS 'Customers, orders, payments, returns, stores and targets';
COMMENT ON SCHEMA operations IS 'Products, suppliers, warehouses, stock and shipments';
COMMENT ON SCHEMA marketing IS 'Campaigns, web traffic, reviews and support tickets';

COMMENT ON TABLE sales.regions IS 'Sales regions; each belongs to one country';
COMMENT ON COLUMN sales.regions.country_code IS 'ISO 3166-1 alpha-2 code';

COMMENT ON TABLE sales.stores IS 'Shops of Fernhill Outdoor';
COMMENT ON COLUMN sales.stores.opened_on IS 'Opening day of the shop';
COMMENT ON COLUMN sales.stores.floor_area_m2 IS 'Sales floor in square metres';

COMMENT ON TABLE sales.employees IS 'Staff of stores and headquarters; contains personal data';
COMMENT ON COLUMN sales.employees.store_id IS 'Shop the employee works in; empty at headquarters';
COMMENT ON COLUMN sales.employees.manager_id IS 'Superior of the employee';
COMMENT ON COLUMN sales.employees.left_on IS 'Last working day; empty while employed';
COMMENT ON COLUMN sales.employees.monthly_salary IS 'Gross salary per month in EUR; confidential personal data';

COMMENT ON TABLE sales.customers IS 'Customers without their personal data, which is in customer_contacts';
COMMENT ON COLUMN sales.customers.customer_number IS 'Number printed on the customer card, for instance C-000123';
COMMENT ON COLUMN sales.customers.segment IS 'Kind of customer: consumer, business or education';
COMMENT ON COLUMN sales.customers.signed_up_on IS 'Day of registration';
COMMENT ON COLUMN sales.customers.acquisition_channel IS 'How the customer found us';
COMMENT ON COLUMN sales.customers.loyalty_tier IS 'Level in the loyalty programme';
COMMENT ON COLUMN sales.customers.newsletter IS 'Subscribed to the newsletter';
COMMENT ON COLUMN sales.customers.interests IS 'Activities the customer named at registration';
COMMENT ON COLUMN sales.customers.preferences IS 'Settings: {"language", "packaging", "gift_card_balance"}';

COMMENT ON TABLE sales.customer_contacts IS 'Names, addresses and birth dates of customers: personal data, one row per customer';
COMMENT ON COLUMN sales.customer_contacts.date_of_birth IS 'Known for consumers only';

COMMENT ON TABLE sales.orders IS 'Orders of all channels, one row each; cancelled orders are no revenue';
COMMENT ON COLUMN sales.orders.channel IS 'Where the order was placed';
COMMENT ON COLUMN sales.orders.store_id IS 'Shop of a store order; empty for other channels';
COMMENT ON COLUMN sales.orders.employee_id IS 'Employee who took a store or phone order';
COMMENT ON COLUMN sales.orders.campaign_id IS 'Campaign whose code was entered';
COMMENT ON COLUMN sales.orders.ordered_at IS 'When the order was placed; revenue is reported by this date';
COMMENT ON COLUMN sales.orders.shipped_at IS 'When the parcel left the warehouse; empty for store orders and open orders';
COMMENT ON COLUMN sales.orders.shipping_fee IS 'Paid by the customer, EUR';
COMMENT ON COLUMN sales.orders.total_amount IS 'Items after discount plus shipping fee, EUR including tax';

COMMENT ON TABLE sales.order_items IS 'Lines of an order; several rows per order';
COMMENT ON COLUMN sales.order_items.unit_price IS 'Price of one piece before discount at the time of the order, EUR';
COMMENT ON COLUMN sales.order_items.discount_percent IS 'Discount on the line in percent';
COMMENT ON COLUMN sales.order_items.line_total IS 'Quantity times price less discount, EUR';

COMMENT ON TABLE sales.payments IS 'Payment attempts; an order can have a failed one and a completed one';
COMMENT ON COLUMN sales.payments.amount IS 'EUR';

COMMENT ON TABLE sales.returns IS 'Order lines that came back';
COMMENT ON COLUMN sales.returns.reason IS 'What the customer stated';
COMMENT ON COLUMN sales.returns.refund_amount IS 'Money given back, EUR';

COMMENT ON TABLE sales.sales_targets IS 'Planned revenue per region and month, to be compared with monthly_revenue';
COMMENT ON COLUMN sales.sales_targets.month IS 'First day of the month';
COMMENT ON COLUMN sales.sales_targets.target_amount IS 'Planned revenue, EUR';

COMMENT ON TABLE operations.categories IS 'Product categories in two levels';
COMMENT ON COLUMN operations.categories.parent_id IS 'Main category; empty for a main category itself';

COMMENT ON TABLE operations.products IS 'Articles on sale';
COMMENT ON COLUMN operations.products.sku IS 'Article number, for instance FH-07-0001';
COMMENT ON COLUMN operations.products.list_price IS 'Current price without discount, EUR';
COMMENT ON COLUMN operations.products.unit_cost IS 'What one piece costs us, EUR; margin is price less cost';
COMMENT ON COLUMN operations.products.launched_on IS 'First day on sale';
COMMENT ON COLUMN operations.products.tags IS 'Labels such as bestseller, recycled, summer, winter';
COMMENT ON COLUMN operations.products.attributes IS 'Properties: {"color", "warranty_years", "waterproof"}';

COMMENT ON TABLE operations.suppliers IS 'Companies we buy from';
COMMENT ON COLUMN operations.suppliers.rating IS 'Our rating from 1 (poor) to 5 (excellent)';

COMMENT ON TABLE operations.product_suppliers IS 'Which supplier delivers which product, and for how much';
COMMENT ON COLUMN operations.product_suppliers.purchase_price IS 'Price of one piece at this supplier, EUR';
COMMENT ON COLUMN operations.product_suppliers.lead_time_days IS 'Days from order to delivery';
COMMENT ON COLUMN operations.product_suppliers.is_preferred IS 'First choice for this product';

COMMENT ON TABLE operations.warehouses IS 'Distribution centres';
COMMENT ON COLUMN operations.warehouses.capacity_pallets IS 'Space in pallets';

COMMENT ON TABLE operations.stock_levels IS 'Pieces in stock per warehouse and product at the last count';
COMMENT ON COLUMN operations.stock_levels.quantity_on_hand IS 'Pieces in stock';
COMMENT ON COLUMN operations.stock_levels.reorder_level IS 'Below this number of pieces the product is ordered again';

COMMENT ON TABLE operations.shipments IS 'Parcels sent to customers';
COMMENT ON COLUMN operations.shipments.shipped_at IS 'When the parcel left the warehouse';
COMMENT ON COLUMN operations.shipments.delivered_at IS 'When the customer received it; empty while in transit or lost';
COMMENT ON COLUMN operations.shipments.shipping_cost IS 'What the carrier charges us, EUR';

COMMENT ON TABLE marketing.campaigns IS 'Advertising campaigns, one a month';
COMMENT ON COLUMN marketing.campaigns.budget IS 'Planned cost, EUR';
COMMENT ON COLUMN marketing.campaigns.amount_spent IS 'Actual cost, EUR';
COMMENT ON COLUMN marketing.campaigns.target_countries IS 'Countries it ran in';

COMMENT ON TABLE marketing.campaign_products IS 'Products promoted by a campaign';
COMMENT ON COLUMN marketing.campaign_products.discount_percent IS 'Advertised discount in percent';

COMMENT ON TABLE marketing.web_sessions IS 'Visits of the web shop';
COMMENT ON COLUMN marketing.web_sessions.customer_id IS 'Known when the visitor signed in';
COMMENT ON COLUMN marketing.web_sessions.order_id IS 'Order that the visit led to, if any';
COMMENT ON COLUMN marketing.web_sessions.duration_seconds IS 'Length of the visit in seconds';
COMMENT ON COLUMN marketing.web_sessions.device IS 'mobile, desktop or tablet';
COMMENT ON COLUMN marketing.web_sessions.traffic_source IS 'Where the visitor came from';

COMMENT ON TABLE marketing.web_events IS 'Steps within a visit, partitioned by year';
COMMENT ON COLUMN marketing.web_events.details IS 'Depends on the event: {"page"} or {"term", "results"}';

COMMENT ON TABLE marketing.product_reviews IS 'Ratings that customers gave';
COMMENT ON COLUMN marketing.product_reviews.rating IS 'Stars from 1 to 5';

COMMENT ON TABLE marketing.support_tickets IS 'Requests to customer service';
COMMENT ON COLUMN marketing.support_tickets.topic IS 'What the request is about';
COMMENT ON COLUMN marketing.support_tickets.first_response_at IS 'When an agent first answered';
COMMENT ON COLUMN marketing.support_tickets.satisfaction IS 'Grade from 1 to 5 given after closing; often empty';

COMMENT ON VIEW sales.order_details IS 'Order lines with region, segment, category and cost; for margin questions';
COMMENT ON MATERIALIZED VIEW sales.monthly_revenue IS 'Revenue and number of orders per month and region, without cancelled orders';
COMMENT ON VIEW operations.low_stock IS 'Active products below their reorder level';
COMMENT ON VIEW marketing.campaign_results IS 'Orders and revenue that a campaign brought';

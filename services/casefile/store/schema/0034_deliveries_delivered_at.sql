CREATE INDEX IF NOT EXISTS deliveries_delivered_at ON deliveries (delivered_at, name)

CREATE INDEX IF NOT EXISTS deliveries_worker ON deliveries (social_worker, name)

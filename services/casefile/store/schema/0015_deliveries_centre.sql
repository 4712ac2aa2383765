CREATE INDEX IF NOT EXISTS deliveries_centre ON deliveries (centre, name)

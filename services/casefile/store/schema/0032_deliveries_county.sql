CREATE INDEX IF NOT EXISTS deliveries_county ON deliveries (county, name)

CREATE INDEX IF NOT EXISTS service_requests_county ON service_requests (county, name)

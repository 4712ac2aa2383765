CREATE INDEX IF NOT EXISTS service_requests_centre ON service_requests (centre, name)

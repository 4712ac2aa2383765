CREATE INDEX IF NOT EXISTS service_requests_asked_at ON service_requests (asked_at, name)

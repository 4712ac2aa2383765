CREATE INDEX IF NOT EXISTS service_requests_type ON service_requests (service_type, state, service_type_revision)

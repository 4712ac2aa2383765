CREATE INDEX IF NOT EXISTS service_requests_deliver_until ON service_requests (state, deliver_until)

CREATE INDEX IF NOT EXISTS service_requests_worker ON service_requests (social_worker, name)

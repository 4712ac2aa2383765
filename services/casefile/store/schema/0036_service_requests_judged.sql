CREATE INDEX IF NOT EXISTS service_requests_judged ON service_requests (judged_on, name)

CREATE INDEX IF NOT EXISTS service_requests_sub_guideline ON service_requests (sub_guideline, judged_on, name)

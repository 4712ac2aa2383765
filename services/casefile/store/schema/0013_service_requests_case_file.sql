CREATE INDEX IF NOT EXISTS service_requests_case_file ON service_requests (case_file, name)

CREATE INDEX IF NOT EXISTS applications_call ON applications (call_name)

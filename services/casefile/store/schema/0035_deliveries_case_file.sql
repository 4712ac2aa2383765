CREATE INDEX IF NOT EXISTS deliveries_case_file ON deliveries (case_file, name)

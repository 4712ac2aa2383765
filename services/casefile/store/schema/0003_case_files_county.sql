CREATE INDEX IF NOT EXISTS case_files_county ON case_files (county, name)

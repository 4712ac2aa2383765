CREATE INDEX IF NOT EXISTS case_files_state ON case_files (state, centre)

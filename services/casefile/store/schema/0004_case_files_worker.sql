CREATE INDEX IF NOT EXISTS case_files_worker ON case_files (social_worker, name)

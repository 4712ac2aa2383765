CREATE INDEX IF NOT EXISTS case_files_centre ON case_files (centre, state, queue_time, name)

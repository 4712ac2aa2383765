CREATE INDEX IF NOT EXISTS request_results_recorded ON request_results (recorded_us)

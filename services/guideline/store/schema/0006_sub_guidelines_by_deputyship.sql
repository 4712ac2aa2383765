CREATE INDEX IF NOT EXISTS sub_guidelines_by_deputyship ON sub_guidelines (deputyship, name)

CREATE INDEX IF NOT EXISTS licences_centre ON licences (centre)

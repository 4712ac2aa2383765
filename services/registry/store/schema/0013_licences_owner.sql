CREATE INDEX IF NOT EXISTS licences_owner ON licences (owner)

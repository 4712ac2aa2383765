CREATE INDEX IF NOT EXISTS licences_county ON licences (county)

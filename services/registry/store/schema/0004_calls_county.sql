CREATE INDEX IF NOT EXISTS calls_county ON calls (county)

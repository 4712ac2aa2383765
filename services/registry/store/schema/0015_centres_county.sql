CREATE INDEX IF NOT EXISTS centres_county ON centres (county)

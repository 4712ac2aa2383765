CREATE INDEX IF NOT EXISTS applications_county ON applications (county)

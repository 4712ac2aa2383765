CREATE INDEX IF NOT EXISTS applications_owner ON applications (owner)

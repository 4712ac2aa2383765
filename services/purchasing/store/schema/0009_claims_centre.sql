CREATE INDEX IF NOT EXISTS claims_centre ON claims (centre, state, month, name)

CREATE INDEX IF NOT EXISTS claims_statement ON claims (statement, state, name)

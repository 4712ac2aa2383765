CREATE INDEX IF NOT EXISTS claims_sub_guideline ON claims (sub_guideline, state, name)

CREATE INDEX IF NOT EXISTS claims_waiting ON claims (credit, hold_reason, occurred_on, name)

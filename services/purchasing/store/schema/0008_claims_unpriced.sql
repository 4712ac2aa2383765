CREATE INDEX IF NOT EXISTS claims_unpriced ON claims (hold_reason, service_type, unit, occurred_on)

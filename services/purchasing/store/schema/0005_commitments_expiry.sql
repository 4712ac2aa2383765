CREATE INDEX IF NOT EXISTS commitments_expiry ON commitments (state, expires_at)

CREATE INDEX IF NOT EXISTS entrustments_by_type ON entrustments (service_type, name)

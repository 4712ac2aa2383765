CREATE INDEX IF NOT EXISTS copied_entrustments_type ON copied_entrustments (service_type, covers_from)

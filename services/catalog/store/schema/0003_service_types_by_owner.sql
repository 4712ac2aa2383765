CREATE INDEX IF NOT EXISTS service_types_by_owner ON service_types (owner, name)

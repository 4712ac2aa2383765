CREATE INDEX IF NOT EXISTS service_type_revisions_by_type ON service_type_revisions (service_type, name)

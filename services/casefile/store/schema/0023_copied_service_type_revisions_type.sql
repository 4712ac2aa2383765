CREATE INDEX IF NOT EXISTS copied_service_type_revisions_type ON copied_service_type_revisions (service_type, number)

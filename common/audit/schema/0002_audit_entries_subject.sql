CREATE INDEX IF NOT EXISTS audit_entries_subject ON audit_entries (subject, id)

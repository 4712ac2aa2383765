CREATE INDEX IF NOT EXISTS audit_entries_actor ON audit_entries (actor, id)

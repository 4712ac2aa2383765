CREATE INDEX IF NOT EXISTS outbox_events_subject ON outbox_events (subject, id)

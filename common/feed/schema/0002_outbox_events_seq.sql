CREATE UNIQUE INDEX IF NOT EXISTS outbox_events_seq ON outbox_events (seq)

CREATE INDEX IF NOT EXISTS feed_parked_subject ON feed_parked (feed, subject, seq)

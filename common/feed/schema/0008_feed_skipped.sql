CREATE TABLE IF NOT EXISTS feed_skipped (
  feed VARCHAR(64) NOT NULL,
  seq BIGINT NOT NULL,
  subject VARCHAR(255) NOT NULL,
  reason VARCHAR(64) NOT NULL,
  detail VARCHAR(255) NOT NULL,
  body LONGBLOB NOT NULL,
  skipped_by VARCHAR(255) NOT NULL,
  skip_reason VARCHAR(500) NOT NULL,
  skipped_us BIGINT NOT NULL,
  PRIMARY KEY (feed, seq))

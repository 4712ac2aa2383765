CREATE TABLE IF NOT EXISTS postings (
  movement VARCHAR(160) NOT NULL,
  leg BIGINT NOT NULL,
  account VARCHAR(160) NOT NULL,
  amount BIGINT NOT NULL,
  posted_at BIGINT NOT NULL,
  PRIMARY KEY (movement, leg))

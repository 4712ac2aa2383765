CREATE TABLE IF NOT EXISTS credits (
  name VARCHAR(255) NOT NULL PRIMARY KEY,
  province VARCHAR(64) NOT NULL,
  fiscal_year BIGINT NOT NULL,
  allocated BIGINT NOT NULL,
  spent BIGINT NOT NULL,
  reserved BIGINT NOT NULL,
  waiting_count BIGINT NOT NULL,
  allocated_at BIGINT,
  row_version BIGINT NOT NULL)

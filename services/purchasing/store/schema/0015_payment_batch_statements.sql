CREATE TABLE IF NOT EXISTS payment_batch_statements (
  statement VARCHAR(128) NOT NULL PRIMARY KEY,
  payment_batch VARCHAR(128) NOT NULL)

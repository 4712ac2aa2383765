CREATE TABLE IF NOT EXISTS withdrawn_texts (
  name VARCHAR(255) NOT NULL PRIMARY KEY,
  withdrawn_on VARCHAR(10) NOT NULL,
  owner_row_version BIGINT NOT NULL,
  row_version BIGINT NOT NULL,
  body LONGBLOB NOT NULL)

CREATE TABLE IF NOT EXISTS copied_sub_guidelines (
  name VARCHAR(255) NOT NULL PRIMARY KEY,
  owner_row_version BIGINT NOT NULL,
  row_version BIGINT NOT NULL,
  body LONGBLOB NOT NULL)

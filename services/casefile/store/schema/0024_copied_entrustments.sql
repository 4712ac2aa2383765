CREATE TABLE IF NOT EXISTS copied_entrustments (
  name VARCHAR(255) NOT NULL PRIMARY KEY,
  service_type VARCHAR(255) NOT NULL,
  covers_from VARCHAR(10) NOT NULL,
  covers_until VARCHAR(10) NOT NULL,
  owner_row_version BIGINT NOT NULL,
  row_version BIGINT NOT NULL,
  body LONGBLOB NOT NULL)

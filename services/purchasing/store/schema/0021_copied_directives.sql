CREATE TABLE IF NOT EXISTS copied_directives (
  name VARCHAR(255) NOT NULL PRIMARY KEY,
  effective_date VARCHAR(10) NOT NULL,
  repeal_date VARCHAR(10) NOT NULL,
  owner_row_version BIGINT NOT NULL,
  row_version BIGINT NOT NULL,
  body LONGBLOB NOT NULL)

CREATE TABLE IF NOT EXISTS copied_sub_guideline_revisions (
  name VARCHAR(255) NOT NULL PRIMARY KEY,
  sub_guideline VARCHAR(255) NOT NULL,
  effective_date VARCHAR(10) NOT NULL,
  end_date VARCHAR(10) NOT NULL,
  withdrawn_on VARCHAR(10) NOT NULL,
  owner_row_version BIGINT NOT NULL,
  row_version BIGINT NOT NULL,
  body LONGBLOB NOT NULL)

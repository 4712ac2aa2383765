CREATE TABLE IF NOT EXISTS sub_guideline_revisions (
  name VARCHAR(255) PRIMARY KEY,
  sub_guideline VARCHAR(255) NOT NULL,
  row_version BIGINT NOT NULL,
  body LONGBLOB NOT NULL
)

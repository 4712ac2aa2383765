CREATE TABLE IF NOT EXISTS service_type_revisions (
  name VARCHAR(255) PRIMARY KEY,
  service_type VARCHAR(255) NOT NULL,
  number BIGINT NOT NULL,
  effective_date VARCHAR(10) NOT NULL,
  sub_guideline_revision VARCHAR(255) NOT NULL,
  row_version BIGINT NOT NULL,
  body LONGBLOB NOT NULL
)

CREATE TABLE IF NOT EXISTS directives (
  name VARCHAR(255) PRIMARY KEY,
  number VARCHAR(255),
  issued BIGINT NOT NULL,
  effective_day VARCHAR(10),
  repeal_day VARCHAR(10),
  amends VARCHAR(255),
  row_version BIGINT NOT NULL,
  body LONGBLOB NOT NULL
)

CREATE TABLE IF NOT EXISTS person_search (
  hash VARCHAR(100) NOT NULL,
  member VARCHAR(255) NOT NULL,
  case_file VARCHAR(255) NOT NULL,
  PRIMARY KEY (hash, member))

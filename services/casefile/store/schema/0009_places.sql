CREATE TABLE IF NOT EXISTS places (
  owner VARCHAR(255) NOT NULL,
  place_no BIGINT NOT NULL,
  owner_kind BIGINT NOT NULL,
  case_file VARCHAR(255) NULL,
  cap_revision BIGINT NOT NULL,
  PRIMARY KEY (owner, place_no))

CREATE TABLE IF NOT EXISTS call_gates (
  call_name VARCHAR(255) NOT NULL,
  gate BIGINT NOT NULL,
  call_version BIGINT NOT NULL,
  passed BIGINT NOT NULL,
  PRIMARY KEY (call_name, gate)
)

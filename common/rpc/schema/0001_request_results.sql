CREATE TABLE IF NOT EXISTS request_results (
  caller VARCHAR(255) NOT NULL,
  method VARCHAR(255) NOT NULL,
  request_id VARCHAR(36) NOT NULL,
  request_hash VARCHAR(64) NOT NULL,
  recorded_us BIGINT NOT NULL,
  response LONGBLOB NOT NULL,
  PRIMARY KEY (caller, method, request_id))

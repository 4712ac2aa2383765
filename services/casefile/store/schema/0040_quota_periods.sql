CREATE TABLE IF NOT EXISTS quota_periods (
  entrustment VARCHAR(255) NOT NULL,
  period_from VARCHAR(10) NOT NULL,
  used BIGINT NOT NULL,
  PRIMARY KEY (entrustment, period_from))

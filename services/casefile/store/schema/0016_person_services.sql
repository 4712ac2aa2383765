CREATE TABLE IF NOT EXISTS person_services (
  person VARCHAR(100) NOT NULL,
  service_type VARCHAR(255) NOT NULL,
  deliveries BIGINT NOT NULL,
  PRIMARY KEY (person, service_type))

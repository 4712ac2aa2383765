CREATE TABLE IF NOT EXISTS person_deliveries (
  person VARCHAR(100) NOT NULL,
  service_type VARCHAR(255) NOT NULL,
  occurred_on VARCHAR(10) NOT NULL,
  delivery VARCHAR(255) NOT NULL,
  PRIMARY KEY (person, service_type, occurred_on, delivery))

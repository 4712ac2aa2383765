CREATE UNIQUE INDEX IF NOT EXISTS service_types_by_founding_number ON service_types (founding_number)

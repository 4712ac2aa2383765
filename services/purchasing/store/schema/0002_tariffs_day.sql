CREATE UNIQUE INDEX IF NOT EXISTS tariffs_day ON tariffs (service_type, unit, effective_date)

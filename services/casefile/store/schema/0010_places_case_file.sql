CREATE UNIQUE INDEX IF NOT EXISTS places_case_file ON places (case_file, owner_kind)

CREATE UNIQUE INDEX IF NOT EXISTS directives_by_number ON directives (number)

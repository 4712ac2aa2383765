CREATE INDEX IF NOT EXISTS directives_by_effective_day ON directives (issued, effective_day)

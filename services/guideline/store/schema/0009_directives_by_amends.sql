CREATE INDEX IF NOT EXISTS directives_by_amends ON directives (amends, name)

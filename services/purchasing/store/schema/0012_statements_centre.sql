CREATE UNIQUE INDEX IF NOT EXISTS statements_centre ON statements (centre, month)

CREATE INDEX IF NOT EXISTS postings_account ON postings (account)

CREATE UNIQUE INDEX IF NOT EXISTS centres_agreement ON centres (agreement)

CREATE UNIQUE INDEX IF NOT EXISTS centres_number ON centres (number)

CREATE INDEX IF NOT EXISTS copied_staff_centre ON copied_staff (centre, name)

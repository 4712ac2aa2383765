CREATE INDEX IF NOT EXISTS staff_members_centre ON staff_members (centre, present)

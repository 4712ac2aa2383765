CREATE UNIQUE INDEX IF NOT EXISTS staff_members_person ON staff_members (centre, person_key)

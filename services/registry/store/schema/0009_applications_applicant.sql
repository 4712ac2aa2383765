CREATE UNIQUE INDEX IF NOT EXISTS applications_applicant ON applications (call_name, applicant_key)

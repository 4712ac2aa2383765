CREATE INDEX IF NOT EXISTS sub_guideline_revisions_by_sub_guideline ON sub_guideline_revisions (sub_guideline, name)

CREATE TABLE IF NOT EXISTS decision_clauses (
  sub_guideline VARCHAR(255) NOT NULL,
  clause VARCHAR(255) NOT NULL,
  judged_on VARCHAR(10) NOT NULL,
  request VARCHAR(100) NOT NULL,
  PRIMARY KEY (sub_guideline, clause, judged_on, request))

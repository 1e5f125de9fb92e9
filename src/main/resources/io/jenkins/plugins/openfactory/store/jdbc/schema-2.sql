-- Who may write a run. The place is the home that keeps its commits and artifacts; the token counts how often it was taken.
CREATE TABLE leases (
  run_id TEXT NOT NULL PRIMARY KEY REFERENCES runs (run_id),
  place TEXT NOT NULL,
  owner TEXT NOT NULL,
  token BIGINT NOT NULL,
  until BIGINT NOT NULL
);
INSERT INTO leases (run_id, place, owner, token, until) SELECT run_id, '', '', 0, 0 FROM runs;

-- Runs that have not ended are few among many that have.
CREATE INDEX runs_state ON runs (state, created_at);

-- What runs that were deleted have spent of the last days' budgets.
CREATE TABLE spent (
  at BIGINT NOT NULL,
  tokens BIGINT NOT NULL,
  nano_usd BIGINT NOT NULL
);
CREATE INDEX spent_day ON spent (at, tokens, nano_usd);

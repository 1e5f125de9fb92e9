-- Times are nanoseconds since 1970 UTC, money is billionths of a US dollar. Statements end with a semicolon at the end of a line.
-- Small rows that lists read stand apart from long texts that are read one at a time.

CREATE TABLE runs (
  run_id TEXT NOT NULL PRIMARY KEY,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  state TEXT NOT NULL,
  title TEXT NOT NULL,
  trace_id TEXT NOT NULL,
  waiting_for TEXT,
  waiting_text TEXT,
  request_sha256 TEXT NOT NULL,
  spec_sha256 TEXT,
  error_code TEXT,
  error_text TEXT
);
CREATE INDEX runs_newest ON runs (created_at, run_id);

CREATE TABLE run_texts (
  run_id TEXT NOT NULL PRIMARY KEY REFERENCES runs (run_id),
  config TEXT NOT NULL,
  request TEXT NOT NULL
);

-- Sums over a run's exchanges, kept by the transaction that adds an exchange.
CREATE TABLE run_totals (
  run_id TEXT NOT NULL PRIMARY KEY REFERENCES runs (run_id),
  exchanges BIGINT NOT NULL,
  unpriced BIGINT NOT NULL,
  prompt_tokens BIGINT NOT NULL,
  completion_tokens BIGINT NOT NULL,
  nano_usd BIGINT NOT NULL
);

CREATE TABLE run_documents (
  run_id TEXT NOT NULL REFERENCES runs (run_id),
  name TEXT NOT NULL,
  json TEXT NOT NULL,
  PRIMARY KEY (run_id, name)
);

CREATE TABLE stages (
  run_id TEXT NOT NULL REFERENCES runs (run_id),
  number BIGINT NOT NULL,
  state TEXT NOT NULL,
  attempts BIGINT NOT NULL,
  started_at BIGINT,
  ended_at BIGINT,
  summary TEXT NOT NULL,
  PRIMARY KEY (run_id, number)
);

CREATE TABLE tickets (
  run_id TEXT NOT NULL REFERENCES runs (run_id),
  ticket_id TEXT NOT NULL,
  title TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts BIGINT NOT NULL,
  depends_on TEXT NOT NULL,
  branch TEXT,
  head_commit TEXT,
  summary TEXT NOT NULL,
  PRIMARY KEY (run_id, ticket_id)
);

CREATE TABLE effects (
  run_id TEXT NOT NULL REFERENCES runs (run_id),
  seq BIGINT NOT NULL,
  effect_key TEXT NOT NULL,
  kind TEXT NOT NULL,
  stage TEXT NOT NULL,
  ticket_id TEXT,
  tries BIGINT NOT NULL,
  intent_at BIGINT NOT NULL,
  request_sha256 TEXT NOT NULL,
  note TEXT NOT NULL,
  request TEXT NOT NULL,
  PRIMARY KEY (run_id, seq),
  UNIQUE (run_id, effect_key)
);

-- Apart from the intent, so that an outcome is only ever added and its request is not written twice.
CREATE TABLE outcomes (
  run_id TEXT NOT NULL,
  effect_key TEXT NOT NULL,
  done_at BIGINT NOT NULL,
  note TEXT NOT NULL,
  outcome TEXT NOT NULL,
  PRIMARY KEY (run_id, effect_key),
  FOREIGN KEY (run_id, effect_key) REFERENCES effects (run_id, effect_key)
);

CREATE TABLE model_exchanges (
  run_id TEXT NOT NULL,
  effect_key TEXT NOT NULL,
  stage TEXT NOT NULL,
  ticket_id TEXT,
  attempt BIGINT NOT NULL,
  purpose TEXT NOT NULL,
  provider TEXT NOT NULL,
  base_url TEXT NOT NULL,
  model_id TEXT NOT NULL,
  temperature DOUBLE PRECISION NOT NULL,
  max_tokens BIGINT NOT NULL,
  seed BIGINT,
  request_sha256 TEXT NOT NULL,
  prompt_tokens BIGINT NOT NULL,
  completion_tokens BIGINT NOT NULL,
  nano_usd BIGINT,
  latency_millis BIGINT NOT NULL,
  finish_reason TEXT NOT NULL,
  tries BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (run_id, effect_key),
  FOREIGN KEY (run_id, effect_key) REFERENCES effects (run_id, effect_key)
);

CREATE TABLE budget_ledger (
  run_id TEXT NOT NULL REFERENCES runs (run_id),
  effect_key TEXT NOT NULL,
  ticket_id TEXT,
  tokens BIGINT NOT NULL,
  nano_usd BIGINT NOT NULL,
  settled BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (run_id, effect_key)
);
CREATE INDEX budget_ledger_day ON budget_ledger (at, tokens, nano_usd);

CREATE TABLE audit (
  run_id TEXT NOT NULL REFERENCES runs (run_id),
  seq BIGINT NOT NULL,
  prev_hash TEXT NOT NULL,
  hash TEXT NOT NULL,
  record TEXT NOT NULL,
  PRIMARY KEY (run_id, seq)
);

CREATE TABLE approvals (
  run_id TEXT NOT NULL REFERENCES runs (run_id),
  seq BIGINT NOT NULL,
  subject TEXT NOT NULL,
  decision TEXT NOT NULL,
  bound_sha256 TEXT NOT NULL,
  remark TEXT NOT NULL,
  said_by TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (run_id, seq)
);

CREATE TABLE forge_pulls (
  repository TEXT NOT NULL,
  number BIGINT NOT NULL,
  head_branch TEXT NOT NULL,
  base_branch TEXT NOT NULL,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  is_draft BIGINT NOT NULL,
  is_open BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (repository, number),
  UNIQUE (repository, head_branch)
);

CREATE TABLE forge_comments (
  repository TEXT NOT NULL,
  number BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  marker TEXT NOT NULL,
  remark TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (repository, number, seq),
  UNIQUE (repository, number, marker),
  FOREIGN KEY (repository, number) REFERENCES forge_pulls (repository, number)
);

CREATE TABLE forge_checks (
  id BIGINT NOT NULL PRIMARY KEY,
  repository TEXT NOT NULL,
  commit_sha TEXT NOT NULL,
  name TEXT NOT NULL,
  attempt BIGINT NOT NULL,
  status TEXT NOT NULL,
  conclusion TEXT,
  owner TEXT NOT NULL,
  summary TEXT NOT NULL,
  log TEXT NOT NULL,
  updated_at BIGINT NOT NULL,
  UNIQUE (repository, commit_sha, name, attempt)
);

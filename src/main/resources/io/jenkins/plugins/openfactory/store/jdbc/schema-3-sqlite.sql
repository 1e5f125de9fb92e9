-- SQLite keeps a table without row ids in the order of its primary key, in one tree instead of two, so that an effect writes three pages
-- instead of five. PostgreSQL has no such choice. The tables are the same otherwise.

CREATE TABLE effects_3 (
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
) WITHOUT ROWID;
INSERT INTO effects_3 SELECT * FROM effects;

CREATE TABLE outcomes_3 (
  run_id TEXT NOT NULL,
  effect_key TEXT NOT NULL,
  done_at BIGINT NOT NULL,
  note TEXT NOT NULL,
  outcome TEXT NOT NULL,
  PRIMARY KEY (run_id, effect_key),
  FOREIGN KEY (run_id, effect_key) REFERENCES effects_3 (run_id, effect_key)
) WITHOUT ROWID;
INSERT INTO outcomes_3 SELECT * FROM outcomes;

CREATE TABLE model_exchanges_3 (
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
  FOREIGN KEY (run_id, effect_key) REFERENCES effects_3 (run_id, effect_key)
) WITHOUT ROWID;
INSERT INTO model_exchanges_3 SELECT * FROM model_exchanges;

DROP TABLE model_exchanges;
DROP TABLE outcomes;
DROP TABLE effects;
ALTER TABLE effects_3 RENAME TO effects;
ALTER TABLE outcomes_3 RENAME TO outcomes;
ALTER TABLE model_exchanges_3 RENAME TO model_exchanges;

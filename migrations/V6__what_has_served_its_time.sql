-- why: what only serves the machine – answers kept under keys, jobs with their files, the log of requests – is erased when its time is over;
-- and a person is told why a session ended. Only adds a column, grants and indices: an older binary works beside it.

-- Why a session ended: its person signed out or ended it from another, there was one too many, its capacity ended, its time was over. Empty
-- for sessions that ended before this was noted.
ALTER TABLE sessions ADD COLUMN ended_why text NOT NULL DEFAULT '' CHECK (ended_why IN ('', 'signed_out', 'too_many', 'capacity', 'time'));
-- reason: a person is shown the sessions of the last weeks, ended ones too.
CREATE INDEX sessions_of_person ON sessions (person_hmac, created_at);
-- reason: keys whose time is over are looked for by it.
CREATE INDEX idempotency_keys_by_time ON idempotency_keys (recorded_at);

GRANT UPDATE (ended_why) ON sessions TO qazyna_app;
GRANT DELETE ON jobs, job_files, idempotency_keys, api_requests TO qazyna_app;

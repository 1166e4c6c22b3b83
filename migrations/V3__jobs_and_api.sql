-- why: long acts become jobs that survive a crash, writes over HTTP are answered once per key, and requests are logged for their clients.

-- local: work to be done, claimed by whichever process is free. `region` is the region of whoever asked (0 = the nation).
-- A job is claimed by writing `lease` and `lease_until`; when the lease runs out, another process takes it over.
CREATE TABLE jobs (
    region       smallint NOT NULL,
    id           uuid NOT NULL,
    kind         text NOT NULL,
    role         text NOT NULL,
    organisation text NOT NULL,
    actor        jsonb NOT NULL,
    input        jsonb NOT NULL,
    state        text NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    step         text NOT NULL,
    done         bigint NOT NULL,
    total        bigint NOT NULL,
    attempts     smallint NOT NULL,
    lease        uuid,
    lease_until  timestamptz,
    result       jsonb,
    created_at   timestamptz NOT NULL,
    started_at   timestamptz,
    finished_at  timestamptz,
    PRIMARY KEY (region, id),
    CHECK ((state IN ('done', 'failed', 'cancelled')) = (finished_at IS NOT NULL)),
    CHECK (done >= 0 AND total >= 0 AND attempts >= 0)
);
-- reason: what is open is asked again and again, and is few.
CREATE INDEX jobs_open ON jobs (id) WHERE state IN ('queued', 'running');
-- reason: everybody lists the jobs of their own organisation.
CREATE INDEX jobs_of_organisation ON jobs (organisation, role, id);

-- local: what a job leaves to be fetched: the copy with the errors, the report, the export
CREATE TABLE job_files (
    region     smallint NOT NULL,
    job_id     uuid NOT NULL,
    name       text NOT NULL,
    media_type text NOT NULL,
    bytes      bytea NOT NULL,
    PRIMARY KEY (region, job_id, name)
);

-- local: what a client was answered under a key, written in the transaction of the effect; the same key again gets the same answer
CREATE TABLE idempotency_keys (
    client       text NOT NULL,
    key          text NOT NULL,
    request_hash bytea NOT NULL,
    status       smallint NOT NULL,
    location     text NOT NULL,
    body         bytea NOT NULL,
    recorded_at  timestamptz NOT NULL,
    PRIMARY KEY (client, key)
);

-- local: requests to the API by the route's template; never a path's values, a body or a person
CREATE TABLE api_requests (
    id           uuid NOT NULL PRIMARY KEY,
    at           timestamptz NOT NULL,
    client       text NOT NULL,
    method       text NOT NULL,
    route        text NOT NULL,
    status       smallint NOT NULL,
    code         text NOT NULL,
    milliseconds integer NOT NULL
);
-- reason: a client reads its own requests, the newest first.
CREATE INDEX api_requests_of_client ON api_requests (client, id);

DO $$
DECLARE t text; rule text;
BEGIN
    rule := '(SELECT current_setting(''qazyna.regions'', true)) = ''national'''
         || ' OR region = ANY ((SELECT string_to_array(nullif(nullif(current_setting(''qazyna.regions'', true), ''''), ''national''), '','')::smallint[])::smallint[])';
    FOREACH t IN ARRAY ARRAY['jobs', 'job_files'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY scope ON %I USING (%s) WITH CHECK (%s)', t, rule, rule);
    END LOOP;
END $$;

GRANT SELECT, INSERT ON jobs, job_files, idempotency_keys, api_requests TO qazyna_app;
GRANT UPDATE (state, step, done, total, attempts, lease, lease_until, result, started_at, finished_at) ON jobs TO qazyna_app;

-- why: what one person prepares another approves (spec 8.4, act.four_eyes): who proposed what, what a dry run found, who decided. Only
-- adds two tables of facts, so that an older binary works beside it.

-- What somebody proposes: the parameters, and what a dry run found then. `sha256` is over both: whoever approves approves these very bytes.
CREATE TABLE proposals (
    region       smallint NOT NULL,
    id           uuid NOT NULL,
    kind         text NOT NULL,
    organisation text NOT NULL,
    prepared_by  text NOT NULL,
    input        jsonb NOT NULL,
    found        jsonb NOT NULL,
    sha256       bytea NOT NULL,
    recorded_at  timestamptz NOT NULL,
    entry_id     uuid NOT NULL,
    PRIMARY KEY (region, id)
);
-- reason: everybody lists the proposals of their own organisation, the newest first.
CREATE INDEX proposals_of_organisation ON proposals (region, organisation, kind, id);
-- What became of it: once.
CREATE TABLE proposal_decisions (
    region      smallint NOT NULL,
    proposal_id uuid NOT NULL,
    decision    text NOT NULL CHECK (decision IN ('approved', 'withdrawn')),
    decided_by  text NOT NULL,
    job_id      uuid,
    recorded_at timestamptz NOT NULL,
    entry_id    uuid NOT NULL,
    PRIMARY KEY (region, proposal_id),
    FOREIGN KEY (region, proposal_id) REFERENCES proposals (region, id)
);

DO $$
DECLARE t text; rule text;
BEGIN
    rule := '(SELECT current_setting(''qazyna.regions'', true)) = ''national'''
         || ' OR region = ANY ((SELECT string_to_array(nullif(nullif(current_setting(''qazyna.regions'', true), ''''), ''national''), '','')::smallint[])::smallint[])';
    FOREACH t IN ARRAY ARRAY['proposals', 'proposal_decisions'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY scope ON %I USING (%s) WITH CHECK (%s)', t, rule, rule);
    END LOOP;
END $$;

GRANT SELECT, INSERT ON proposals, proposal_decisions TO qazyna_app;

-- why: personal accounts are blocked, lifted, closed and opened again, and a performer takes over from another (spec 2.1, 5.4). An account itself has no row: it is opened by the
-- first row of its owner – of the persons register, of the register of performers – and its number is made of its owner's key. Only adds:
-- an older binary works beside it and blocks nothing.

-- What happened to the account of a beneficiary after its opening; the latest row is its state.
CREATE TABLE person_account_events (
    bucket       smallint NOT NULL,
    person_id    uuid NOT NULL,
    event        text NOT NULL CHECK (event IN ('block', 'lift', 'close', 'reopen')),
    hold         text CHECK (hold IN ('payments', 'all')),
    reason       text NOT NULL,
    document     text NOT NULL CHECK (document <> ''),
    effective_on date NOT NULL,
    recorded_at  timestamptz NOT NULL,
    entry_id     uuid NOT NULL,
    PRIMARY KEY (bucket, person_id, recorded_at),
    FOREIGN KEY (bucket, person_id) REFERENCES persons (bucket, id),
    CHECK ((event = 'block') = (hold IS NOT NULL))
);
-- The same of a performer, who is one BIN in all regions and programmes: the rows are few and stand under region 0.
CREATE TABLE performer_account_events (
    region       smallint NOT NULL CHECK (region = 0),
    bin          text NOT NULL,
    event        text NOT NULL CHECK (event IN ('block', 'lift', 'close', 'reopen')),
    hold         text CHECK (hold IN ('payments', 'all')),
    reason       text NOT NULL,
    document     text NOT NULL CHECK (document <> ''),
    effective_on date NOT NULL,
    recorded_at  timestamptz NOT NULL,
    entry_id     uuid NOT NULL,
    PRIMARY KEY (region, bin, recorded_at),
    CHECK ((event = 'block') = (hold IS NOT NULL))
);
-- Who took over from a performer, from which day, by which document: a merger, a new BIN, or an assignment. The latest row counts; when a
-- successor is taken over itself, so are those before it, a row each: nobody has to walk a chain.
CREATE TABLE successions (
    region         smallint NOT NULL,
    predecessor_id uuid NOT NULL,
    successor_id   uuid NOT NULL CHECK (successor_id <> predecessor_id),
    kind           text NOT NULL CHECK (kind IN ('merger', 'new_bin', 'assignment')),
    document       text NOT NULL CHECK (document <> ''),
    effective_on   date NOT NULL,
    recorded_at    timestamptz NOT NULL,
    entry_id       uuid NOT NULL,
    PRIMARY KEY (region, predecessor_id, recorded_at),
    FOREIGN KEY (region, predecessor_id) REFERENCES performers (region, id),
    FOREIGN KEY (region, successor_id) REFERENCES performers (region, id)
);
-- reason: an account is a BIN's in all regions, and its events are asked by it.
CREATE INDEX performers_by_bin ON performers (bin);

DO $$
DECLARE
    nation text := '(SELECT current_setting(''qazyna.regions'', true)) = ''national''';
    region text := ' OR region = ANY ((SELECT string_to_array(nullif(nullif(current_setting(''qazyna.regions'', true), ''''), ''national''), '','')::smallint[])::smallint[])';
    person text := ' OR person_id = ANY ((SELECT string_to_array(nullif(current_setting(''qazyna.persons'', true), ''''), '','')::uuid[])::uuid[])';
BEGIN
    ALTER TABLE person_account_events ENABLE ROW LEVEL SECURITY;
    ALTER TABLE person_account_events FORCE ROW LEVEL SECURITY;
    ALTER TABLE performer_account_events ENABLE ROW LEVEL SECURITY;
    ALTER TABLE performer_account_events FORCE ROW LEVEL SECURITY;
    EXECUTE format('CREATE POLICY scope ON person_account_events USING (%s) WITH CHECK (%s)', nation || person, nation || person);
    ALTER TABLE successions ENABLE ROW LEVEL SECURITY;
    ALTER TABLE successions FORCE ROW LEVEL SECURITY;
    EXECUTE format('CREATE POLICY scope ON successions USING (%s) WITH CHECK (%s)', nation || region, nation || region);
    EXECUTE format('CREATE POLICY scope ON performer_account_events USING (%s) WITH CHECK (%s)', nation || region, nation || region);
END $$;
-- Its owner sees what was done to an account: the child's household, the performer's people.
CREATE POLICY own ON person_account_events FOR SELECT TO qazyna_reader USING (
    bucket = ANY ((SELECT string_to_array(nullif(current_setting('qazyna.person_buckets', true), ''), ',')::smallint[])::smallint[])
    AND person_id = ANY ((SELECT string_to_array(nullif(current_setting('qazyna.persons', true), ''), ',')::uuid[])::uuid[]));
CREATE POLICY own ON performer_account_events FOR SELECT TO qazyna_reader USING (bin IN (
    SELECT own.bin FROM performers own
    WHERE own.region = ANY ((SELECT string_to_array(nullif(current_setting('qazyna.party_regions', true), ''), ',')::smallint[])::smallint[])
        AND own.id = ANY ((SELECT string_to_array(nullif(current_setting('qazyna.parties', true), ''), ',')::uuid[])::uuid[])));
-- Both sides see what was taken over.
CREATE POLICY own ON successions FOR SELECT TO qazyna_reader USING (
    region = ANY ((SELECT string_to_array(nullif(current_setting('qazyna.party_regions', true), ''), ',')::smallint[])::smallint[])
    AND (predecessor_id = ANY ((SELECT string_to_array(nullif(current_setting('qazyna.parties', true), ''), ',')::uuid[])::uuid[])
        OR successor_id = ANY ((SELECT string_to_array(nullif(current_setting('qazyna.parties', true), ''), ',')::uuid[])::uuid[])));

GRANT SELECT, INSERT ON person_account_events, performer_account_events, successions TO qazyna_app;
GRANT SELECT ON person_account_events, performer_account_events, successions TO qazyna_reader;

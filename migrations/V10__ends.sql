-- why: a voucher ends as a whole and not only where it is booked, a move gives it a successor in another region, and the persons register
-- tells who has moved (spec 2.1). Only adds: an older binary works beside it.

-- The voucher that this one continues: the child sees both as one.
ALTER TABLE vouchers ADD COLUMN succeeds uuid;
-- A voucher has one successor at most in a region, however many ask for it at once.
CREATE UNIQUE INDEX vouchers_succeeds ON vouchers (region, succeeds) WHERE succeeds IS NOT NULL;
-- What ended a voucher, or freed all that follows of it, by whose document: the last day that stays served. Annulled it is from the day
-- after the earliest such day; a later row never takes an earlier one back.
CREATE TABLE voucher_ends (
    region      smallint NOT NULL,
    voucher_id  uuid NOT NULL,
    effect      text NOT NULL CHECK (effect IN ('release', 'pause', 'annul')),
    reason      text NOT NULL,
    last_on     date NOT NULL,
    document    text NOT NULL,
    recorded_at timestamptz NOT NULL,
    entry_id    uuid NOT NULL,
    PRIMARY KEY (region, voucher_id, recorded_at),
    FOREIGN KEY (region, voucher_id) REFERENCES vouchers (region, id)
);
-- What the persons register told of somebody who lived elsewhere before: the issuer there carries the move out. `region` is the new one.
CREATE TABLE relocations (
    region       smallint NOT NULL,
    bucket       smallint NOT NULL,
    person_id    uuid NOT NULL,
    from_kato    text NOT NULL,
    to_kato      text NOT NULL,
    effective_on date NOT NULL,
    recorded_at  timestamptz NOT NULL,
    entry_id     uuid NOT NULL,
    PRIMARY KEY (region, bucket, person_id, recorded_at)
);
-- reason: the dead are few, and every extract of the register asks whose vouchers still live.
CREATE INDEX person_states_deceased ON person_states (bucket, person_id) WHERE status = 'deceased';

DO $$
DECLARE t text; rule text;
BEGIN
    rule := '(SELECT current_setting(''qazyna.regions'', true)) = ''national'''
         || ' OR region = ANY ((SELECT string_to_array(nullif(nullif(current_setting(''qazyna.regions'', true), ''''), ''national''), '','')::smallint[])::smallint[])';
    FOREACH t IN ARRAY ARRAY['voucher_ends', 'relocations'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        IF t = 'relocations' THEN
            rule := rule || ' OR person_id = ANY ((SELECT string_to_array(nullif(current_setting(''qazyna.persons'', true), ''''), '','')::uuid[])::uuid[])';
        END IF;
        EXECUTE format('CREATE POLICY scope ON %I USING (%s) WITH CHECK (%s)', t, rule, rule);
    END LOOP;
END $$;
-- Whoever sees a voucher sees how it ended: the child's, and the performers that it has a contract with.
CREATE POLICY own ON voucher_ends FOR SELECT TO qazyna_reader
    USING (EXISTS (SELECT 1 FROM vouchers own WHERE own.region = voucher_ends.region AND own.id = voucher_ends.voucher_id));

GRANT SELECT, INSERT ON voucher_ends, relocations TO qazyna_app;
GRANT SELECT ON voucher_ends TO qazyna_reader;

-- why: what is erased is journalled first (spec 9): who ordered it, on what ground. The erasure role can then destroy what a journalled
-- order names and nothing else, and the audit accepts a missing key or body only with its order. And the rows of one journal entry are
-- found without reading whole tables: receipts and the export ask for them. Only adds; an older binary works beside it, and what its
-- erasure role could delete at will it no longer can.

-- The keys of persons to be destroyed: the ciphers of the person are unreadable from then on.
CREATE TABLE key_erasures (
    bucket      smallint NOT NULL,
    person_id   uuid NOT NULL,
    ground      text NOT NULL,
    recorded_at timestamptz NOT NULL,
    entry_id    uuid NOT NULL,
    PRIMARY KEY (bucket, person_id)
);
-- The bodies of entries to be destroyed. `rows_digest` is over what the body said of its rows, so that these are still held to it.
CREATE TABLE body_erasures (
    region      smallint NOT NULL,
    erased_id   uuid NOT NULL,
    rows_digest bytea NOT NULL,
    ground      text NOT NULL,
    recorded_at timestamptz NOT NULL,
    entry_id    uuid NOT NULL,
    PRIMARY KEY (region, erased_id)
);

DO $$
DECLARE t text; rule text;
BEGIN
    FOREACH t IN ARRAY ARRAY['key_erasures', 'body_erasures'] LOOP
        rule := '(SELECT current_setting(''qazyna.regions'', true)) = ''national''';
        IF t = 'body_erasures' THEN
            rule := rule || ' OR region = ANY ((SELECT string_to_array(nullif(nullif(current_setting(''qazyna.regions'', true), ''''), ''national''), '','')::smallint[])::smallint[])';
        END IF;
        IF t = 'key_erasures' THEN
            rule := rule || ' OR person_id = ANY ((SELECT string_to_array(nullif(current_setting(''qazyna.persons'', true), ''''), '','')::uuid[])::uuid[])';
        END IF;
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY scope ON %I USING (%s) WITH CHECK (%s)', t, rule, rule);
        EXECUTE format('CREATE POLICY erasure ON %I FOR SELECT TO qazyna_erasure USING (true)', t);
    END LOOP;
END $$;

GRANT SELECT, INSERT ON key_erasures, body_erasures TO qazyna_app;
GRANT SELECT ON key_erasures, body_erasures TO qazyna_erasure;
GRANT SELECT, DELETE ON guardians TO qazyna_erasure;
DROP POLICY erasure ON person_keys;
DROP POLICY erasure ON journal_bodies;
CREATE POLICY erasure ON person_keys TO qazyna_erasure USING (EXISTS (SELECT 1 FROM key_erasures e WHERE e.bucket = person_keys.bucket AND e.person_id = person_keys.person_id));
CREATE POLICY erasure ON guardians TO qazyna_erasure USING (EXISTS (SELECT 1 FROM key_erasures e WHERE e.bucket = guardians.child_bucket AND e.person_id = guardians.child_id));
CREATE POLICY erasure ON journal_bodies TO qazyna_erasure USING (EXISTS (SELECT 1 FROM body_erasures e WHERE e.region = journal_bodies.region AND e.erased_id = journal_bodies.id));

-- ---------------------------------------------------------------- the rows of an entry
-- Facts are only added, and ids are UUIDv7: rows of one entry lie together, in the order of the ids. So a summary of each 32 pages (BRIN)
-- finds them. Measured with 400 000 movements: a receipt reads 74 pages instead of 8 889; inserting them took 6.7 s without an index,
-- 7.9 s with this one (64 kB), 10.5 s with B-trees on entry_id and id (15 MB). `autosummarize`: pages get their summary as soon as they
-- are full, not at the next vacuum. Made on the partitioned tables, so that every partition to come has them.
-- reason: receipts and journal.jsonl ask for an entry's rows; a receipt is asked for by the movement.
CREATE INDEX movements_by_entry ON movements USING brin (entry_id, id) WITH (autosummarize = on, pages_per_range = 32);
-- reason: the same, by the act.
CREATE INDEX act_lines_by_entry ON act_lines USING brin (entry_id, act_id) WITH (autosummarize = on, pages_per_range = 32);
-- reason: what stands in one entry with movements: bookings, releases, signatures, orders, statements.
CREATE INDEX contracts_by_entry ON contracts USING brin (entry_id) WITH (autosummarize = on, pages_per_range = 32);
-- reason: the same.
CREATE INDEX contract_revisions_by_entry ON contract_revisions USING brin (entry_id) WITH (autosummarize = on, pages_per_range = 32);
-- reason: the same.
CREATE INDEX parts_by_entry ON parts USING brin (entry_id) WITH (autosummarize = on, pages_per_range = 32);
-- reason: the same.
CREATE INDEX portions_by_entry ON portions USING brin (entry_id) WITH (autosummarize = on, pages_per_range = 32);
-- reason: the same.
CREATE INDEX portion_ends_by_entry ON portion_ends USING brin (entry_id) WITH (autosummarize = on, pages_per_range = 32);
-- reason: the same.
CREATE INDEX repricings_by_entry ON repricings USING brin (entry_id) WITH (autosummarize = on, pages_per_range = 32);
-- reason: the same.
CREATE INDEX payment_orders_by_entry ON payment_orders USING brin (entry_id) WITH (autosummarize = on, pages_per_range = 32);
-- reason: the same.
CREATE INDEX statement_lines_by_entry ON statement_lines USING brin (entry_id) WITH (autosummarize = on, pages_per_range = 32);

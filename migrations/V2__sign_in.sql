-- why: people sign in (spec 7.5): who may act for whom, sessions, one-use nonces, who read whose card; and a database role that reads
-- what is a performer's or a person's own, so that what no statement asks for is not shown either. Only adds: what is there keeps its
-- policies and grants, and an older binary works beside it.

-- ---------------------------------------------------------------- who may act
-- A person's right to act in a role for an organisation. The latest row for (person, BIN, role) counts: a later row ends or renews it.
-- `regions` names region codes by commas for an authority or an auditor; empty is the nation. Bucket and hash are the acting person's.
CREATE TABLE mandates (
    bucket      smallint NOT NULL,
    person_hmac bytea NOT NULL,
    bin         text NOT NULL,
    role        text NOT NULL CHECK (role IN ('issuer', 'operator', 'registrar', 'authority', 'performer', 'auditor')),
    regions     text NOT NULL,
    valid_from  date NOT NULL,
    valid_to    date,
    recorded_at timestamptz NOT NULL,
    entry_id    uuid NOT NULL,
    PRIMARY KEY (bucket, person_hmac, bin, role, recorded_at)
);
-- Which children a guardian may have: an index over what the persons register says, by the guardian's keyed hash. It only leads to the
-- child's latest state, which alone decides.
CREATE TABLE guardians (
    bucket        smallint NOT NULL,
    guardian_hmac bytea NOT NULL,
    child_bucket  smallint NOT NULL,
    child_id      uuid NOT NULL,
    PRIMARY KEY (bucket, guardian_hmac, child_bucket, child_id)
);
-- Who read the card of a person, for what. Shown to that person.
CREATE TABLE readings (
    bucket       smallint NOT NULL,
    person_id    uuid NOT NULL,
    reader_hmac  bytea NOT NULL,
    organisation text NOT NULL,
    role         text NOT NULL,
    purpose      text NOT NULL,
    request      uuid NOT NULL,
    recorded_at  timestamptz NOT NULL,
    entry_id     uuid NOT NULL,
    PRIMARY KEY (bucket, person_id, recorded_at, request)
);
-- Which organisation brought a kept file.
CREATE TABLE inbox_senders (
    region      smallint NOT NULL,
    kind        text NOT NULL,
    sha256      bytea NOT NULL,
    bin         text NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (region, kind, sha256, bin)
);
-- local: a session is looked up by every request of its token, of which only the hash is kept
CREATE TABLE sessions (
    token_sha256     bytea NOT NULL PRIMARY KEY,
    id               uuid NOT NULL,
    person_hmac      bytea NOT NULL,
    name_cipher      bytea NOT NULL,
    role             text,
    bin              text,
    created_at       timestamptz NOT NULL,
    used_at          timestamptz NOT NULL,
    ended_at         timestamptz,
    stepped_up_until timestamptz
);
-- reason: a person's live sessions are counted at every sign-in.
CREATE INDEX sessions_by_person ON sessions (person_hmac) WHERE ended_at IS NULL;
-- local: what is to be signed, once, by the browser or session that asked for it
CREATE TABLE nonces (
    nonce_sha256   bytea NOT NULL PRIMARY KEY,
    binding_sha256 bytea NOT NULL,
    origin         text NOT NULL,
    purpose        text NOT NULL CHECK (purpose IN ('sign_in', 'step_up')),
    expires_at     timestamptz NOT NULL,
    used_at        timestamptz
);
-- reason: nonces whose time is over are deleted when new ones are made.
CREATE INDEX nonces_by_expiry ON nonces (expires_at);

-- reason: a child's pages begin with its contracts.
CREATE INDEX contracts_by_person ON contracts (bucket, person_id);

DO $$
DECLARE t record; rule text;
BEGIN
    FOR t IN SELECT * FROM (VALUES ('mandates', ''), ('guardians', ''), ('readings', 'person'), ('inbox_senders', 'region')) AS v (name, kind)
    LOOP
        rule := '(SELECT current_setting(''qazyna.regions'', true)) = ''national''';
        IF t.kind = 'region' THEN
            rule := rule || ' OR region = ANY ((SELECT string_to_array(nullif(nullif(current_setting(''qazyna.regions'', true), ''''), ''national''), '','')::smallint[])::smallint[])';
        END IF;
        IF t.kind = 'person' THEN
            rule := rule || ' OR person_id = ANY ((SELECT string_to_array(nullif(current_setting(''qazyna.persons'', true), ''''), '','')::uuid[])::uuid[])';
        END IF;
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t.name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t.name);
        EXECUTE format('CREATE POLICY scope ON %I USING (%s) WITH CHECK (%s)', t.name, rule, rule);
    END LOOP;
END $$;

GRANT SELECT, INSERT ON mandates, guardians, readings, inbox_senders, sessions, nonces TO qazyna_app;
GRANT UPDATE (role, bin, used_at, ended_at, stepped_up_until), DELETE ON sessions TO qazyna_app;
GRANT UPDATE (used_at), DELETE ON nonces TO qazyna_app;

-- ---------------------------------------------------------------- what is one's own
-- The application takes the role qazyna_reader for the transactions of a performer or a person (scope `Own`). Four settings say who:
-- qazyna.parties with their qazyna.party_regions, qazyna.persons with their qazyna.person_buckets. A row belongs to a performer or a
-- person directly, or because the row it hangs on does: then the policy asks for that row, whose own policy answers.
GRANT USAGE ON SCHEMA public TO qazyna_reader;
GRANT SELECT ON programme_terms, calendar_days, end_reasons, access_matrix TO qazyna_reader;
DO $$
DECLARE
    parties text := '((SELECT string_to_array(nullif(current_setting(''qazyna.parties'', true), ''''), '','')::uuid[])::uuid[])';
    regions text := '((SELECT string_to_array(nullif(current_setting(''qazyna.party_regions'', true), ''''), '','')::smallint[])::smallint[])';
    persons text := '((SELECT string_to_array(nullif(current_setting(''qazyna.persons'', true), ''''), '','')::uuid[])::uuid[])';
    buckets text := '((SELECT string_to_array(nullif(current_setting(''qazyna.person_buckets'', true), ''''), '','')::smallint[])::smallint[])';
    party text := format('region = ANY (%s) AND performer_id = ANY (%s)', regions, parties);
    person text := format('bucket = ANY (%s) AND person_id = ANY (%s)', buckets, persons);
    -- Vouchers of the person; contracts with the performer.
    held text := format('(region, voucher_id) IN (SELECT own.region, own.voucher_id FROM person_vouchers own WHERE own.bucket = ANY (%s) AND own.person_id = ANY (%s))', buckets, persons);
    taught text := format('SELECT own.%%s, own.%%s FROM contracts own WHERE own.region = ANY (%s) AND own.performer_id = ANY (%s)', regions, parties);
    teaches text := format('SELECT own.region, own.performer_id FROM contracts own WHERE own.bucket = ANY (%s) AND own.person_id = ANY (%s)', buckets, persons);
    t record;
BEGIN
    FOR t IN SELECT * FROM (VALUES
        -- public by law: who pays and at what rate
        ('issuers', 'true'),
        ('rates', 'true'),
        -- the performer's own, and for a person those of its contracts
        ('performers', format('region = ANY (%s) AND id = ANY (%s) OR (region, id) IN (%s)', regions, parties, teaches)),
        ('objects', format('%s OR (region, performer_id) IN (%s)', party, teaches)),
        ('groups', format('%s OR (region, performer_id) IN (%s)', party, teaches)),
        ('group_revisions', 'EXISTS (SELECT 1 FROM groups own WHERE own.region = group_revisions.region AND own.id = group_revisions.group_id)'),
        ('standings', party),
        ('state_orders', party),
        ('state_order_months', 'EXISTS (SELECT 1 FROM state_orders own WHERE own.region = state_order_months.region AND own.id = state_order_months.state_order_id)'),
        ('attendance_batches', party),
        ('exceptions', party),
        ('inbox_senders', format('bin IN (SELECT own.bin FROM performers own WHERE own.region = ANY (%s) AND own.id = ANY (%s))', regions, parties)),
        ('inbox', 'EXISTS (SELECT 1 FROM inbox_senders own WHERE own.region = inbox.region AND own.kind = inbox.kind AND own.sha256 = inbox.sha256)'),
        ('inbox_outcomes', 'EXISTS (SELECT 1 FROM inbox_senders own WHERE own.region = inbox_outcomes.region AND own.kind = inbox_outcomes.kind AND own.sha256 = inbox_outcomes.sha256)'),
        ('mandates', format('role = ''performer'' AND bin IN (SELECT own.bin FROM performers own WHERE own.region = ANY (%s) AND own.id = ANY (%s))', regions, parties)),
        -- children with a contract there, or one's own
        ('persons', format('bucket = ANY (%s) AND id = ANY (%s) OR (bucket, id) IN (%s)', buckets, persons, format(taught, 'bucket', 'person_id'))),
        ('person_states', format('%s OR (bucket, person_id) IN (%s)', person, format(taught, 'bucket', 'person_id'))),
        ('person_keys', format('%s OR (bucket, person_id) IN (%s)', person, format(taught, 'bucket', 'person_id'))),
        ('live_days', person),
        ('readings', person),
        ('contracts', format('%s OR %s', party, person)),
        ('contract_revisions', 'EXISTS (SELECT 1 FROM contracts own WHERE own.region = contract_revisions.region AND own.id = contract_revisions.contract_id)'),
        ('person_vouchers', format('%s OR (region, voucher_id) IN (%s)', person, format(taught, 'region', 'voucher_id'))),
        ('vouchers', format('%s OR (region, id) IN (%s)', person, format(taught, 'region', 'voucher_id'))),
        ('portions', format('%s OR %s', party, held)),
        ('portion_ends', 'EXISTS (SELECT 1 FROM portions own WHERE own.region = portion_ends.region AND own.month = portion_ends.month AND own.voucher_id = portion_ends.voucher_id AND own.portion = portion_ends.portion)'),
        ('parts', 'EXISTS (SELECT 1 FROM portions own WHERE own.region = parts.region AND own.month = parts.month AND own.voucher_id = parts.voucher_id)'),
        ('repricings', 'EXISTS (SELECT 1 FROM portions own WHERE own.region = repricings.region AND own.month = repricings.month AND own.voucher_id = repricings.voucher_id)'),
        ('movements', format('%s OR EXISTS (SELECT 1 FROM portions own WHERE own.region = movements.region AND own.month = movements.part_month AND own.voucher_id = movements.subject AND own.portion = movements.portion)', party)),
        ('attendance_months', 'EXISTS (SELECT 1 FROM contracts own WHERE own.region = attendance_months.region AND own.id = attendance_months.contract_id)'),
        -- acts: the lines of a contract are its performer's and its person's; whole acts with their bytes the performer's alone
        ('act_lines', 'EXISTS (SELECT 1 FROM contracts own WHERE own.region = act_lines.region AND own.id = act_lines.contract_id)'),
        ('acts', format('%s OR EXISTS (SELECT 1 FROM act_lines line WHERE line.region = acts.region AND line.month = acts.month AND line.act_id = acts.id AND line.version = acts.version AND (line.region, line.voucher_id) IN (SELECT own.region, own.voucher_id FROM person_vouchers own WHERE own.bucket = ANY (%s) AND own.person_id = ANY (%s)))', party, buckets, persons)),
        ('act_versions', format('EXISTS (SELECT 1 FROM acts own WHERE own.region = act_versions.region AND own.month = act_versions.month AND own.id = act_versions.act_id AND own.performer_id = ANY (%s))', parties)),
        ('act_signatures', format('EXISTS (SELECT 1 FROM acts own WHERE own.region = act_signatures.region AND own.month = act_signatures.month AND own.id = act_signatures.act_id AND own.performer_id = ANY (%s))', parties)),
        ('act_invoices', format('EXISTS (SELECT 1 FROM acts own WHERE own.region = act_invoices.region AND own.month = act_invoices.month AND own.id = act_invoices.act_id AND own.performer_id = ANY (%s))', parties)),
        ('payment_orders', format('%s OR EXISTS (SELECT 1 FROM acts own WHERE own.region = payment_orders.region AND own.month = payment_orders.month AND own.id = payment_orders.act_id)', party)),
        ('payment_states', 'EXISTS (SELECT 1 FROM payment_orders own WHERE own.region = payment_states.region AND own.month = payment_states.month AND own.id = payment_states.order_id)'),
        ('statement_lines', format('EXISTS (SELECT 1 FROM payment_orders own WHERE own.region = statement_lines.region AND own.month = statement_lines.month AND own.id = statement_lines.order_id AND own.performer_id = ANY (%s))', parties))
    ) AS v (name, rule)
    LOOP
        EXECUTE format('GRANT SELECT ON %I TO qazyna_reader', t.name);
        EXECUTE format('CREATE POLICY own ON %I FOR SELECT TO qazyna_reader USING (%s)', t.name, t.rule);
    END LOOP;
END $$;

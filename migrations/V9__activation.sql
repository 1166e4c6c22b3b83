-- why: vouchers of every programme are booked by its terms (spec 1.3, 2.1, 2.4): parts may be split at the booking, a nominal may be an issuer's
-- own rate or the price of a state order, a contract may need the consent of both sides, and a voucher that ends with the year is succeeded.
-- Only relaxes a check and adds tables and policies: an older binary works beside it.

-- No bit: the voucher gets its parts when it is booked.
ALTER TABLE vouchers DROP CONSTRAINT IF EXISTS vouchers_parts_check;
ALTER TABLE vouchers ADD CONSTRAINT vouchers_parts_check CHECK (parts BETWEEN 0 AND 4095);

-- Whose a rate is, where the terms say that the issuer sets it; a rate of the methodology has no row.
CREATE TABLE rate_issuers (
    region      smallint NOT NULL,
    rate_id     uuid NOT NULL,
    issuer_bin  text NOT NULL,
    recorded_at timestamptz NOT NULL,
    entry_id    uuid NOT NULL,
    PRIMARY KEY (region, rate_id),
    FOREIGN KEY (region, rate_id) REFERENCES rates (region, id)
);
-- The price of a place for a month, where the state order names one.
CREATE TABLE state_order_prices (
    region         smallint NOT NULL,
    month          date NOT NULL,
    state_order_id uuid NOT NULL,
    price          bigint NOT NULL CHECK (price > 0),
    recorded_at    timestamptz NOT NULL,
    entry_id       uuid NOT NULL,
    PRIMARY KEY (region, month, state_order_id),
    FOREIGN KEY (region, state_order_id) REFERENCES state_orders (region, id)
);
-- A side's consent to a contract, once; `revision_at` is the revision that was seen. The performer's side is the date of signature that its
-- roster tells. Of paper: who entered it is in the journal, `document` says which paper.
CREATE TABLE contract_confirmations (
    region       smallint NOT NULL,
    contract_id  uuid NOT NULL,
    side         text NOT NULL CHECK (side IN ('performer', 'parent')),
    channel      text NOT NULL CHECK (channel IN ('roster', 'portal', 'paper')),
    person_hmac  bytea NOT NULL,
    document     text NOT NULL,
    confirmed_on date NOT NULL,
    revision_at  timestamptz NOT NULL,
    recorded_at  timestamptz NOT NULL,
    entry_id     uuid NOT NULL,
    PRIMARY KEY (region, contract_id, side),
    FOREIGN KEY (region, contract_id) REFERENCES contracts (region, id)
);
-- Vouchers that a contract serves after the one it began with.
CREATE TABLE contract_vouchers (
    region       smallint NOT NULL,
    contract_id  uuid NOT NULL,
    voucher_id   uuid NOT NULL,
    performer_id uuid NOT NULL,
    recorded_at  timestamptz NOT NULL,
    entry_id     uuid NOT NULL,
    PRIMARY KEY (region, contract_id, voucher_id),
    FOREIGN KEY (region, contract_id) REFERENCES contracts (region, id),
    FOREIGN KEY (region, voucher_id) REFERENCES vouchers (region, id)
);
-- reason: a performer's vouchers are those of its contracts.
CREATE INDEX contract_vouchers_by_performer ON contract_vouchers (region, performer_id);
DO $$
DECLARE
    t text;
    scope_of text;
    rule text := '(SELECT current_setting(''qazyna.regions'', true)) = ''national'''
        || ' OR region = ANY ((SELECT string_to_array(nullif(nullif(current_setting(''qazyna.regions'', true), ''''), ''national''), '','')::smallint[])::smallint[])';
    parties text := '((SELECT string_to_array(nullif(current_setting(''qazyna.parties'', true), ''''), '','')::uuid[])::uuid[])';
    regions text := '((SELECT string_to_array(nullif(current_setting(''qazyna.party_regions'', true), ''''), '','')::smallint[])::smallint[])';
    served text := format('SELECT own.region, own.voucher_id FROM contract_vouchers own WHERE own.region = ANY (%s) AND own.performer_id = ANY (%s)', regions, parties);
BEGIN
    FOREACH t IN ARRAY ARRAY['rate_issuers', 'state_order_prices', 'contract_confirmations', 'contract_vouchers']
    LOOP
        scope_of := rule || CASE WHEN t = 'contract_vouchers' THEN ' OR performer_id = (SELECT nullif(current_setting(''qazyna.party'', true), '''')::uuid)' ELSE '' END;
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY scope ON %I USING (%s) WITH CHECK (%s)', t, scope_of, scope_of);
        EXECUTE format('GRANT SELECT, INSERT ON %I TO qazyna_app', t);
    END LOOP;
    CREATE POLICY own ON rate_issuers FOR SELECT TO qazyna_reader USING (true);
    CREATE POLICY own ON state_order_prices FOR SELECT TO qazyna_reader USING (EXISTS (
        SELECT 1 FROM state_orders own WHERE own.region = state_order_prices.region AND own.id = state_order_prices.state_order_id));
    CREATE POLICY own ON contract_confirmations FOR SELECT TO qazyna_reader USING (EXISTS (
        SELECT 1 FROM contracts own WHERE own.region = contract_confirmations.region AND own.id = contract_confirmations.contract_id));
    CREATE POLICY own ON contract_vouchers FOR SELECT TO qazyna_reader USING (EXISTS (
        SELECT 1 FROM contracts own WHERE own.region = contract_vouchers.region AND own.id = contract_vouchers.contract_id));
    GRANT SELECT ON rate_issuers, state_order_prices, contract_confirmations, contract_vouchers TO qazyna_reader;
    -- A performer sees the vouchers that its contracts serve now, as it sees those that they began with.
    EXECUTE format('CREATE POLICY served ON vouchers FOR SELECT TO qazyna_reader USING ((region, id) IN (%s))', served);
    EXECUTE format('CREATE POLICY served ON person_vouchers FOR SELECT TO qazyna_reader USING ((region, voucher_id) IN (%s))', served);
END $$;

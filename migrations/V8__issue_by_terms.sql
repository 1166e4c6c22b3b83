-- why: vouchers are issued by the terms of their programme (spec 2.1, 3.6): within the published order volume to a list of children, or to
-- the students of the grant register. Adds two tables of facts and lets a voucher have no parts until it is booked (parts that end with
-- the financial year are made at booking). Safe: nothing that is there changes, and the wider check only allows more.

-- The volume of the state order of an issuer for a programme, region and year, as it is published: the average annual contingent in
-- ten-thousandths, the normative (tiyn for the whole span) and their product. A correction is the next version and cites its forecast.
CREATE TABLE order_volumes (
    region      smallint NOT NULL,
    issuer_id   uuid NOT NULL,
    programme   text NOT NULL,
    year        smallint NOT NULL,
    version     smallint NOT NULL CHECK (version > 0),
    contingent  bigint NOT NULL CHECK (contingent >= 0),
    normative   bigint NOT NULL CHECK (normative > 0),
    volume      bigint NOT NULL CHECK (volume >= 0),
    forecast    text NOT NULL,
    act_number  text NOT NULL,
    act_date    date NOT NULL,
    recorded_at timestamptz NOT NULL,
    entry_id    uuid NOT NULL,
    PRIMARY KEY (region, issuer_id, programme, year, version),
    FOREIGN KEY (region, issuer_id) REFERENCES issuers (region, id),
    CHECK (version = 1 OR forecast <> '')
);
-- What the register of the National Testing Centre says of a student's grant; the latest row of a grant counts.
CREATE TABLE grants (
    bucket        smallint NOT NULL,
    person_id     uuid NOT NULL,
    programme     text NOT NULL,
    number        text NOT NULL,
    college_bin   text NOT NULL,
    qualification text NOT NULL,
    study_form    text NOT NULL,
    valid_from    date NOT NULL,
    valid_to      date NOT NULL CHECK (valid_to >= valid_from),
    recorded_at   timestamptz NOT NULL,
    entry_id      uuid NOT NULL,
    PRIMARY KEY (bucket, person_id, programme, number, recorded_at),
    FOREIGN KEY (bucket, person_id) REFERENCES persons (bucket, id)
);
-- reason: students are gone through programme by programme.
CREATE INDEX grants_by_programme ON grants (programme, bucket, person_id);
ALTER TABLE vouchers DROP CONSTRAINT vouchers_parts_check, ADD CONSTRAINT vouchers_parts_check CHECK (parts BETWEEN 0 AND 4095);
-- reason: vouchers of a programme and year are counted against the volume before each issue.
CREATE INDEX vouchers_by_programme ON vouchers (region, programme, year, issuer_id);

DO $$
DECLARE
    nation text := '(SELECT current_setting(''qazyna.regions'', true)) = ''national''';
    regions text := ' OR region = ANY ((SELECT string_to_array(nullif(nullif(current_setting(''qazyna.regions'', true), ''''), ''national''), '','')::smallint[])::smallint[])';
    persons text := ' OR person_id = ANY ((SELECT string_to_array(nullif(current_setting(''qazyna.persons'', true), ''''), '','')::uuid[])::uuid[])';
    t record;
BEGIN
    FOR t IN SELECT * FROM (VALUES ('order_volumes', nation || regions), ('grants', nation || persons)) AS v (name, rule)
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t.name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t.name);
        EXECUTE format('CREATE POLICY scope ON %I USING (%s) WITH CHECK (%s)', t.name, t.rule, t.rule);
    END LOOP;
END $$;
-- How much is ordered is public; a grant is its student's.
CREATE POLICY own ON order_volumes FOR SELECT TO qazyna_reader USING (true);
CREATE POLICY own ON grants FOR SELECT TO qazyna_reader USING (
    bucket = ANY ((SELECT string_to_array(nullif(current_setting('qazyna.person_buckets', true), ''), ',')::smallint[])::smallint[])
    AND person_id = ANY ((SELECT string_to_array(nullif(current_setting('qazyna.persons', true), ''), ',')::uuid[])::uuid[]));
GRANT SELECT, INSERT ON order_volumes, grants TO qazyna_app;
GRANT SELECT ON order_volumes, grants TO qazyna_reader;

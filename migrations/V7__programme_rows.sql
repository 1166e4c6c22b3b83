-- why: a programme is created, and its terms, end reasons, labels and calendar change, by dated rows that are facts of the journal (spec 1.3, 3.3).
-- Safe: nothing was ever inserted into these dictionaries (the rights to do so were revoked when they were made), so no row lacks its entry.
ALTER TABLE programme_terms
    DROP CONSTRAINT programme_terms_pkey,
    ADD COLUMN recorded_at timestamptz NOT NULL,
    ADD COLUMN entry_id uuid NOT NULL,
    ADD PRIMARY KEY (programme, valid_from, recorded_at);
ALTER TABLE end_reasons
    DROP CONSTRAINT end_reasons_pkey,
    ADD COLUMN recorded_at timestamptz NOT NULL,
    ADD COLUMN entry_id uuid NOT NULL,
    ADD PRIMARY KEY (programme, reason, valid_from, recorded_at);
-- A day off or worked by decree, a feast with a date of its own, or a usual day again; the latest row of a day counts.
ALTER TABLE calendar_days
    DROP CONSTRAINT calendar_days_pkey,
    DROP CONSTRAINT calendar_days_kind_check,
    ADD COLUMN recorded_at timestamptz NOT NULL,
    ADD COLUMN entry_id uuid NOT NULL,
    ADD CONSTRAINT calendar_days_kind_check CHECK (kind IN ('off', 'worked', 'feast', 'usual')),
    ADD PRIMARY KEY (day, recorded_at);
-- reference: years whose calendar is entered, after those of the pack
CREATE TABLE calendar_years (
    year        smallint NOT NULL,
    act         text NOT NULL,
    recorded_at timestamptz NOT NULL,
    entry_id    uuid NOT NULL,
    PRIMARY KEY (year)
);
-- reference: the name of a state in a programme, in three languages
CREATE TABLE programme_labels (
    programme   text NOT NULL,
    state       text NOT NULL,
    kk          text NOT NULL,
    ru          text NOT NULL,
    en          text NOT NULL,
    is_default  boolean NOT NULL,
    recorded_at timestamptz NOT NULL,
    entry_id    uuid NOT NULL,
    PRIMARY KEY (programme, state, recorded_at)
);
GRANT SELECT, INSERT ON programme_terms, end_reasons, calendar_days, calendar_years, programme_labels TO qazyna_app;
GRANT SELECT ON calendar_years, programme_labels TO qazyna_reader;

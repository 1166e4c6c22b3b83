//! A fact: a row that is inserted once and whose hash goes into the journal entry of its transaction.
//!
//! `fact!` declares a table's row once; inserting many (one statement, arrays unnested), reading back for the audit and hashing all
//! follow from the one declaration.

use jiff::{Timestamp, civil::Date};
use ledger::log::entry::{RowHash, RowHasher};
use tokio_postgres::{Row, types::ToSql};
use uuid::Uuid;

/// A parameter of a statement.
pub type Parameter = Box<dyn ToSql + Sync + Send>;

/// A row of an append-only table. Declared by [`fact!`](crate::fact).
pub trait Fact: Sized + Send + Sync {
    /// The table's name, also the name hashed with the row.
    const TABLE: &'static str;
    /// The columns and their SQL types; `recorded_at` and `entry_id` follow in the table.
    const COLUMNS: &'static [(&'static str, &'static str)];
    /// Every row with `recorded_at` and `entry_id` last, for the audit.
    const SELECT: &'static str;
    /// One array a column.
    fn arrays(rows: &[Self]) -> Vec<Parameter>;
    /// The texts that are hashed, in the order of the columns.
    fn canonical(&self, recorded_at: Timestamp) -> Vec<Option<String>>;
    /// Gives the same texts to a hasher, one after another.
    fn put(&self, recorded_at: Timestamp, row: &mut RowHasher);
    /// Reads the columns of [`Fact::SELECT`].
    ///
    /// # Errors
    /// When a column has another type.
    fn read(row: &Row) -> Result<Recorded<Self>, tokio_postgres::Error>;

    /// `INSERT … SELECT … FROM unnest(…)`: one array a column, then `recorded_at` and `entry_id`.
    #[must_use]
    fn insert() -> String {
        let names: Vec<&str> = Self::COLUMNS.iter().map(|(name, _)| *name).collect();
        let arrays: Vec<String> =
            Self::COLUMNS.iter().zip(1..).map(|((_, sql), n): (_, usize)| format!("${n}::{sql}[]")).collect();
        let last = arrays.len();
        format!(
            "INSERT INTO {table} ({names}, recorded_at, entry_id) SELECT u.*, ${at}::timestamptz, ${entry}::uuid FROM unnest({arrays}) AS u",
            table = Self::TABLE,
            names = names.join(", "),
            at = last.saturating_add(1),
            entry = last.saturating_add(2),
            arrays = arrays.join(", "),
        )
    }

    /// The row's hash in the journal.
    fn hash(&self, recorded_at: Timestamp) -> RowHash {
        self.hash_with(recorded_at, &mut RowHasher::default())
    }

    /// The same, by a hasher that has served for other rows.
    fn hash_with(&self, recorded_at: Timestamp, row: &mut RowHasher) -> RowHash {
        row.begin(Self::TABLE);
        self.put(recorded_at, row);
        row.finish()
    }
}

/// A fact as it stands in the database.
#[derive(Clone, Debug)]
pub struct Recorded<T> {
    /// The row.
    pub fact: T,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// Its journal entry.
    pub entry_id: Uuid,
}

/// The one text of a value that is hashed and exported.
pub trait Canonical {
    /// `None` is NULL.
    fn text(&self) -> Option<String>;
    /// Gives the text to a hasher.
    fn put(&self, row: &mut RowHasher);
}

macro_rules! canonical_by_display {
    ($($t:ty),*) => {$(impl Canonical for $t {
        fn text(&self) -> Option<String> { Some(self.to_string()) }
        fn put(&self, row: &mut RowHasher) { row.display(self); }
    })*};
}
canonical_by_display!(i16, i32, i64, bool, Date, serde_json::Value);

impl Canonical for Uuid {
    fn text(&self) -> Option<String> {
        Some(self.to_string())
    }

    fn put(&self, row: &mut RowHasher) {
        row.text(self.hyphenated().encode_lower(&mut Self::encode_buffer()));
    }
}

impl Canonical for String {
    fn text(&self) -> Option<String> {
        Some(self.clone())
    }

    fn put(&self, row: &mut RowHasher) {
        row.text(self);
    }
}

impl Canonical for Timestamp {
    fn text(&self) -> Option<String> {
        Some(instant(*self))
    }

    fn put(&self, row: &mut RowHasher) {
        row.display(Instant(*self));
    }
}

impl Canonical for Vec<u8> {
    fn text(&self) -> Option<String> {
        Some(hex(self))
    }

    fn put(&self, row: &mut RowHasher) {
        row.hex(self);
    }
}

impl<T: Canonical> Canonical for Option<T> {
    fn text(&self) -> Option<String> {
        self.as_ref().and_then(Canonical::text)
    }

    fn put(&self, row: &mut RowHasher) {
        match self {
            Some(value) => value.put(row),
            None => row.absent(),
        }
    }
}

/// Prints an instant as [`instant`] does.
struct Instant(Timestamp);

impl std::fmt::Display for Instant {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let at = jiff::tz::Offset::UTC.to_datetime(self.0);
        write!(
            out,
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}Z",
            at.year(),
            at.month(),
            at.day(),
            at.hour(),
            at.minute(),
            at.second(),
            at.subsec_nanosecond() / 1000
        )
    }
}

/// An instant as RFC 3339 in UTC with six digits, the precision the database keeps.
#[must_use]
pub fn instant(at: Timestamp) -> String {
    Instant(at).to_string()
}

/// Lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len().saturating_mul(2)), |mut text, byte| {
        write!(text, "{byte:02x}").ok();
        text
    })
}

/// The bytes of a hexadecimal text; what is none is left out.
#[must_use]
pub fn from_hex(text: &str) -> Vec<u8> {
    let pairs = text.as_bytes().chunks(2).filter_map(|pair| std::str::from_utf8(pair).ok());
    pairs.filter_map(|pair| u8::from_str_radix(pair, 16).ok()).collect()
}

/// What is hashed of columns that came later: up to the last that has a value.
#[must_use]
pub fn present(mut later: Vec<Option<String>>) -> Vec<Option<String>> {
    later.truncate(later.iter().rposition(Option::is_some).map_or(0, |last| last.saturating_add(1)));
    later
}

/// Declares a fact: `fact! { /// doc pub struct Name in "table" { column: Type = "sqltype", … } }`.
/// `recorded_at` and `entry_id` are added by the transaction. The columns' names are the table's.
///
/// A column that a later migration adds stands in a block of its own, `later { column: Option<Type> = "sqltype", … }`, new ones last:
/// rows recorded before it have none, and a row without it is hashed as it was then.
#[macro_export]
macro_rules! fact {
    ($(#[$doc:meta])* $vis:vis struct $name:ident in $table:literal { $($(#[$field_doc:meta])* $field:ident : $type:ty = $sql:literal),* $(,)? }
        $(later { $($(#[$later_doc:meta])* $later:ident : $later_type:ty = $later_sql:literal),* $(,)? })?) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq)]
        $vis struct $name { $($(#[$field_doc])* $vis $field: $type,)* $($($(#[$later_doc])* $vis $later: $later_type,)*)? }

        impl $crate::platform::fact::Fact for $name {
            const TABLE: &'static str = $table;
            const COLUMNS: &'static [(&'static str, &'static str)] = &[$((stringify!($field), $sql),)* $($((stringify!($later), $later_sql),)*)?];
            const SELECT: &'static str = concat!("SELECT ", $(stringify!($field), ", ",)* $($(stringify!($later), ", ",)*)? "recorded_at, entry_id FROM ", $table);

            fn arrays(rows: &[Self]) -> Vec<$crate::platform::fact::Parameter> {
                vec![
                    $(Box::new(rows.iter().map(|row| row.$field.clone()).collect::<Vec<$type>>()),)*
                    $($(Box::new(rows.iter().map(|row| row.$later.clone()).collect::<Vec<$later_type>>()),)*)?
                ]
            }

            fn canonical(&self, recorded_at: jiff::Timestamp) -> Vec<Option<String>> {
                use $crate::platform::fact::Canonical as _;
                let mut texts = vec![$(self.$field.text(),)* recorded_at.text()];
                texts.extend($crate::platform::fact::present(vec![$($(self.$later.text(),)*)?]));
                texts
            }

            fn put(&self, recorded_at: jiff::Timestamp, row: &mut ledger::log::entry::RowHasher) {
                use $crate::platform::fact::Canonical as _;
                $(self.$field.put(row);)*
                recorded_at.put(row);
                $(
                    for text in $crate::platform::fact::present(vec![$(self.$later.text(),)*]) {
                        text.put(row);
                    }
                )?
            }

            fn read(row: &tokio_postgres::Row) -> Result<$crate::platform::fact::Recorded<Self>, tokio_postgres::Error> {
                Ok($crate::platform::fact::Recorded {
                    fact: Self { $($field: row.try_get(stringify!($field))?,)* $($($later: row.try_get(stringify!($later))?,)*)? },
                    recorded_at: row.try_get("recorded_at")?,
                    entry_id: row.try_get("entry_id")?,
                })
            }
        }

        // Facts may hold personal data in clear or cipher: only the table's name is ever printed.
        impl std::fmt::Debug for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use ledger::log::entry::row_hash;
    use proptest::prelude::*;

    use super::*;

    crate::fact! {
        /// A row of every type that facts have.
        struct Every in "every" {
            small: i16 = "int2",
            whole: i32 = "int4",
            large: i64 = "int8",
            flag: bool = "bool",
            id: Uuid = "uuid",
            day: Date = "date",
            at: Timestamp = "timestamptz",
            text: String = "text",
            bytes: Vec<u8> = "bytea",
            maybe: Option<String> = "text",
            json: serde_json::Value = "jsonb",
        }
    }

    crate::fact! {
        struct Before in "grown" {
            text: String = "text",
            maybe: Option<String> = "text",
        }
    }

    crate::fact! {
        struct After in "grown" {
            text: String = "text",
            maybe: Option<String> = "text",
        }
        later {
            first: Option<String> = "text",
            second: Option<i64> = "int8",
        }
    }

    #[test]
    fn a_row_without_what_came_later_hashes_as_it_did_before() {
        let at = Timestamp::UNIX_EPOCH;
        let before = Before { text: "a".to_owned(), maybe: None };
        let after = |first: Option<&str>, second| {
            let row = After { text: "a".to_owned(), maybe: None, first: first.map(str::to_owned), second };
            let texts = row.canonical(at);
            let texts: Vec<Option<&str>> = texts.iter().map(Option::as_deref).collect();
            assert_eq!(row.hash(at), row_hash("grown", &texts));
            row.hash(at)
        };
        assert_eq!(after(None, None), before.hash(at));
        let all = [after(None, None), after(Some("1"), None), after(None, Some(1)), after(Some("1"), Some(1))];
        for (n, one) in all.iter().enumerate() {
            assert!(all.iter().skip(n + 1).all(|other| other != one));
        }
        assert_eq!(After::COLUMNS.last(), Some(&("second", "int8")));
        assert_eq!(After::SELECT, "SELECT text, maybe, first, second, recorded_at, entry_id FROM grown");
    }

    proptest! {
        #[test]
        fn a_row_given_to_a_hasher_hashes_as_its_texts_do(
            numbers in (any::<i16>(), any::<i32>(), any::<i64>(), any::<bool>(), any::<u128>()),
            micros in 0_i64..253_402_300_799_000_000,
            (text, bytes, maybe) in (".*", any::<Vec<u8>>(), proptest::option::of(".*")),
        ) {
            let at = Timestamp::from_microsecond(micros).unwrap();
            let row = Every {
                small: numbers.0,
                whole: numbers.1,
                large: numbers.2,
                flag: numbers.3,
                id: Uuid::from_u128(numbers.4),
                day: jiff::tz::Offset::UTC.to_datetime(at).date(),
                at,
                json: serde_json::json!({ "a": text, "b": [numbers.1, null] }),
                text,
                bytes,
                maybe,
            };
            let texts = row.canonical(at);
            let texts: Vec<Option<&str>> = texts.iter().map(Option::as_deref).collect();
            let mut used = RowHasher::default();
            used.begin("another");
            used.text("row");
            prop_assert_eq!(row.hash_with(at, &mut used), row_hash("every", &texts));
            prop_assert_eq!(instant(at), at.strftime("%Y-%m-%dT%H:%M:%S%.6fZ").to_string());
        }
    }
}

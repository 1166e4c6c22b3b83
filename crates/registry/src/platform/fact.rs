//! A fact: a row that is inserted once and whose hash goes into the journal entry of its transaction.
//!
//! `fact!` declares a table's row once; inserting many (one statement, arrays unnested), reading back for the audit and hashing all
//! follow from the one declaration.

use jiff::{Timestamp, civil::Date};
use ledger::log::entry::{RowHash, row_hash};
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
        let fields = self.canonical(recorded_at);
        let fields: Vec<Option<&str>> = fields.iter().map(Option::as_deref).collect();
        row_hash(Self::TABLE, &fields)
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
}

macro_rules! canonical_by_display {
    ($($t:ty),*) => {$(impl Canonical for $t { fn text(&self) -> Option<String> { Some(self.to_string()) } })*};
}
canonical_by_display!(i16, i32, i64, bool, Uuid, Date, serde_json::Value);

impl Canonical for String {
    fn text(&self) -> Option<String> {
        Some(self.clone())
    }
}

impl Canonical for Timestamp {
    fn text(&self) -> Option<String> {
        Some(instant(*self))
    }
}

impl Canonical for Vec<u8> {
    fn text(&self) -> Option<String> {
        Some(hex(self))
    }
}

impl<T: Canonical> Canonical for Option<T> {
    fn text(&self) -> Option<String> {
        self.as_ref().and_then(Canonical::text)
    }
}

/// An instant as RFC 3339 in UTC with six digits, the precision the database keeps.
#[must_use]
pub fn instant(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
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

/// Declares a fact: `fact! { /// doc pub struct Name in "table" { column: Type = "sqltype", … } }`.
/// `recorded_at` and `entry_id` are added by the transaction. The columns' names are the table's.
#[macro_export]
macro_rules! fact {
    ($(#[$doc:meta])* pub struct $name:ident in $table:literal { $($(#[$field_doc:meta])* $field:ident : $type:ty = $sql:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq)]
        pub struct $name { $($(#[$field_doc])* pub $field: $type,)* }

        impl $crate::platform::fact::Fact for $name {
            const TABLE: &'static str = $table;
            const COLUMNS: &'static [(&'static str, &'static str)] = &[$((stringify!($field), $sql)),*];
            const SELECT: &'static str = concat!("SELECT ", $(stringify!($field), ", ",)* "recorded_at, entry_id FROM ", $table);

            fn arrays(rows: &[Self]) -> Vec<$crate::platform::fact::Parameter> {
                vec![$(Box::new(rows.iter().map(|row| row.$field.clone()).collect::<Vec<$type>>())),*]
            }

            fn canonical(&self, recorded_at: jiff::Timestamp) -> Vec<Option<String>> {
                use $crate::platform::fact::Canonical as _;
                vec![$(self.$field.text(),)* recorded_at.text()]
            }

            fn read(row: &tokio_postgres::Row) -> Result<$crate::platform::fact::Recorded<Self>, tokio_postgres::Error> {
                Ok($crate::platform::fact::Recorded {
                    fact: Self { $($field: row.try_get(stringify!($field))?,)* },
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

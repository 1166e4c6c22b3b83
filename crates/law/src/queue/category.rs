//! The category of an application (spec 4.2): the first row of the dated table that fits.

use jiff::civil::Date;
use serde::Deserialize;

use crate::Refusal;
use crate::queue::allocate::Category;

/// A dated table of categories.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QueueTable {
    pub valid_from: Date,
    pub act: String,
    pub rows: Vec<QueueRow>,
}

/// A row: category number, coefficient, and what it asks for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QueueRow {
    pub no: i64,
    pub k: i64,
    /// Attributes that must all hold.
    pub needs: Vec<Attribute>,
    pub age_min: i64,
    /// The last full year of age; without it there is no upper end.
    pub age_max: Option<i64>,
}

/// A priority attribute of an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attribute {
    LargeFamily,
    SingleParent,
    /// Any socially vulnerable status.
    Vulnerable,
    /// A socially vulnerable status besides large and single-parent families.
    OtherVulnerable,
    /// A full sibling placed in a preschool.
    SiblingEnrolled,
}

/// The proven attributes of an application.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attributes {
    pub large_family: bool,
    pub single_parent: bool,
    pub vulnerable: bool,
    pub other_vulnerable: bool,
    pub sibling_enrolled: bool,
}

impl Attributes {
    fn has(self, attribute: Attribute) -> bool {
        match attribute {
            Attribute::LargeFamily => self.large_family,
            Attribute::SingleParent => self.single_parent,
            Attribute::Vulnerable => self.vulnerable || self.other_vulnerable,
            Attribute::OtherVulnerable => self.other_vulnerable,
            Attribute::SiblingEnrolled => self.sibling_enrolled,
        }
    }
}

/// Full years on 1 July of `year`, the birthday itself included; negative for a child born later.
pub fn age_on_1_july(birth_date: Date, year: i16) -> i64 {
    let had_no_birthday = (birth_date.month(), birth_date.day()) > (7, 1);
    let years = i64::from(year).saturating_sub(i64::from(birth_date.year()));
    years.saturating_sub(i64::from(had_no_birthday))
}

/// Age and category of an application in a queue `year`. Refuses a child born after 1 July of it with `input.invalid`.
pub fn queue_category(
    table: &QueueTable,
    birth_date: Date,
    year: i16,
    attributes: Attributes,
) -> Result<(i64, i64), Refusal> {
    let age = age_on_1_july(birth_date, year);
    let fits = |row: &&QueueRow| {
        row.age_min <= age
            && row.age_max.is_none_or(|max| age <= max)
            && row.needs.iter().all(|attribute| attributes.has(*attribute))
    };
    let row = table.rows.iter().filter(|_| age >= 0).find(fits).ok_or(Refusal::InputInvalid)?;
    Ok((age, row.no))
}

impl QueueTable {
    /// The categories with their coefficients, for a distribution.
    pub fn categories(&self) -> Vec<Category> {
        self.rows.iter().map(|row| Category { no: row.no, k: row.k }).collect()
    }
}

#[cfg(test)]
#[path = "category_tests.rs"]
mod tests;

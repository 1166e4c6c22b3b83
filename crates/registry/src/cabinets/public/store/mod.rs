//! The SQL of the public pages: sums, facts and the log; no statement here reads a person, a name or an IIN.

pub(super) mod log;
pub(super) mod money;
pub(super) mod places;

use law::Pack;

/// The regions of the country: a statement that cannot know the region asks each, by its key.
pub(super) fn regions() -> Vec<i16> {
    Pack::kz().regions.iter().filter_map(|region| region.code.parse().ok()).collect()
}

//! Small cells: how many children there are is told from five on, else somebody who knows the place knows the child.

use std::fmt;

use crate::platform::http::format;

/// A number of taken places below this or equal is told as this.
pub(super) const TAKEN_HIDDEN_MAX: i64 = 4;

/// A number of children as everybody may see it: `<5` from one to four.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Children(pub(super) i64);

impl Children {
    /// Whether the number itself is not told.
    pub(super) fn is_few(self) -> bool {
        (1..=TAKEN_HIDDEN_MAX).contains(&self.0)
    }
}

impl fmt::Display for Children {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_few() { out.write_str("<5") } else { out.write_str(&format::number(self.0)) }
    }
}

/// Rows of a table and their total: where exactly one number is hidden the total would tell it, so the least other number is hidden too.
pub(super) fn hidden(counts: &[i64]) -> Vec<bool> {
    let mut hidden: Vec<bool> = counts.iter().map(|count| Children(*count).is_few()).collect();
    if hidden.iter().filter(|hidden| **hidden).count() == 1 {
        let least =
            counts.iter().enumerate().filter(|(_, count)| **count > TAKEN_HIDDEN_MAX).min_by_key(|(_, count)| **count);
        if let Some(cell) = least.and_then(|(at, _)| hidden.get_mut(at)) {
            *cell = true;
        }
    }
    hidden
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_to_four_children_are_fewer_than_five() {
        let said: Vec<String> = [0, 1, 4, 5, 12_340].map(|count| Children(count).to_string()).into();
        assert_eq!(said, ["0", "<5", "<5", "5", "12\u{a0}340"]);
    }

    #[test]
    fn a_total_does_not_tell_what_one_row_hides() {
        assert_eq!(hidden(&[3, 40, 7, 0]), [true, false, true, false]);
        assert_eq!(hidden(&[3, 2, 40]), [true, true, false]);
        assert_eq!(hidden(&[5, 40]), [false, false]);
        assert_eq!(hidden(&[2, 0]), [true, false]);
    }
}

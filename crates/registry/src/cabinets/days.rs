//! The marks of attendance as the pages show them.

use crate::{attendance::Mark, platform::blocks::DayKind};

/// What a mark shows; one that was withdrawn is as if nothing had been said.
pub(super) fn kind(mark: Mark) -> DayKind {
    match mark {
        Mark::Present => DayKind::Present,
        Mark::Excused => DayKind::Excused,
        Mark::Unexcused => DayKind::Unexcused,
        Mark::Leave => DayKind::Leave,
        Mark::Closed => DayKind::Closed,
        Mark::Withdrawn => DayKind::Missing,
    }
}

//! What our pages are made of beyond the components of govuk-frontend: filters, jobs, signing, the way of a payment, the parts of a voucher,
//! months of attendance, charts. `docs/design.md` shows each with an example.

mod calendar;
mod figure;
mod filter;
pub mod gallery;
mod job;
mod mark;
mod month_grid;
mod part_strip;
mod sign;
mod timeline;
mod tracker;

pub use calendar::Calendar;
pub use figure::Figure;
pub use filter::Filter;
pub use job::Job;
pub use mark::{DayKind, Legend, Mark};
pub use month_grid::{GridCell, GridRow, MonthGrid};
pub use part_strip::{PartLabel, PartState, PartStrip};
pub use sign::Sign;
pub use timeline::{Event, Timeline};
pub use tracker::{Step, StepState, Tracker};

use crate::platform::govuk::HtmlSafe;

macro_rules! blocks {
    ($($block:ty),* $(,)?) => {$(
        impl HtmlSafe for $block {}
    )*};
}
blocks!(Calendar, Figure, Filter, Job, Legend, Mark, MonthGrid, PartLabel, PartStrip, Sign, Timeline, Tracker);

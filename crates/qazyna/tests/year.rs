//! A simulated year: every programme side by side in several regions, lived day by day through the use cases of every door, with what an LMS,
//! registers, parents and a bank do and do wrong. After every day the books hold, nothing given twice is done twice, and every exported
//! month is recomputed line by line by `testdata/recompute.py`, which knows only the published rules.
//!
//! `QAZYNA_YEAR_SEED` and `QAZYNA_YEAR_CHILDREN` make another year; `./x soak year` lives whole ones.

#[cfg(test)]
#[path = "year/attend.rs"]
mod attend;
#[cfg(test)]
#[path = "year/country.rs"]
mod country;
#[cfg(test)]
#[path = "year/event.rs"]
mod event;
#[cfg(test)]
#[path = "year/hold.rs"]
mod hold;
#[cfg(test)]
#[path = "year/life.rs"]
mod life;
#[cfg(test)]
#[path = "year/lived.rs"]
mod lived;
#[cfg(test)]
#[path = "year/model.rs"]
mod model;
#[cfg(test)]
#[path = "year/month.rs"]
mod month;
#[cfg(test)]
#[path = "year/paper.rs"]
mod paper;
#[cfg(test)]
#[path = "year/run.rs"]
mod run;
#[cfg(test)]
#[path = "year/wrong.rs"]
mod wrong;

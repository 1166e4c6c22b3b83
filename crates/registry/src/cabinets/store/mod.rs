//! All SQL of the cabinets: set-based reading of every slice's tables.
//!
//! A file's statement takes $1 region, $2 programme (NULL = all) and $3 the months; it gives the cells of a row as `text[]` in the
//! order of the header, sorted by the first columns in byte order, and after them the person whose pseudonym goes into a cell.

pub(super) mod audit;
pub(super) mod audits;
pub(super) mod deadlines;
pub(super) mod derived;
pub(super) mod disputes;
pub(super) mod journal;
pub(super) mod money;
pub(super) mod month;
pub(super) mod people;
pub(super) mod timeline;

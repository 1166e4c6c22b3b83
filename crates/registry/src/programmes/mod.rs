//! Programmes: the terms in force and the per-capita rates (spec 1.3).

pub mod store;

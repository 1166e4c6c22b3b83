//! Cabinets: read-only views composed over all slices; nobody calls them.

pub mod overview;

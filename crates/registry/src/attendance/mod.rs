//! Attendance (spec 2.5): posted lists as they came, folded into months when they arrive.

pub mod store;

//! eds.

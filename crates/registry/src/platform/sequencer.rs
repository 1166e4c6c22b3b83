//! The sequencer: gives committed entries their index and publishes the log's tiles (spec 2.3).

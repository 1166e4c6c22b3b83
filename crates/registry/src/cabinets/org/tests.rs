//! What the performer’s pages show and refuse, over HTTP on a real database.

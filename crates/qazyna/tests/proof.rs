//! The spine's promises, proven on the real binary with a private database of its own: nothing is lost by `kill -9`, nothing is done
//! twice, nobody's name leaves the database, a damaged log is refused.

#[cfg(test)]
#[path = "proof/canaries.rs"]
mod canaries;
#[cfg(test)]
#[path = "proof/database.rs"]
mod database;
#[cfg(test)]
#[path = "proof/kill.rs"]
mod kill;
#[cfg(test)]
#[path = "proof/log.rs"]
mod log;
#[cfg(test)]
#[path = "proof/place.rs"]
mod place;
#[cfg(test)]
#[path = "proof/twice.rs"]
mod twice;

//! The house rules that no compiler knows, as tests over the repository's own text. Each rule is a function from text
//! to faults, and each is shown a fault, so that none can sleep.

#[cfg(test)]
#[path = "tidy/code.rs"]
mod code;
#[cfg(test)]
#[path = "tidy/docs.rs"]
mod docs;
#[cfg(test)]
#[path = "tidy/privacy.rs"]
mod privacy;
#[cfg(test)]
#[path = "tidy/schema.rs"]
mod schema;
#[cfg(test)]
#[path = "tidy/statements.rs"]
mod statements;
#[cfg(test)]
#[path = "tidy/style.rs"]
mod style;
#[cfg(test)]
#[path = "tidy/text.rs"]
mod text;

//! The rule of a personal account (spec 2.1): whose it is, its number, and the machine of its states. Pure.

use std::fmt;

use jiff::civil::Date;
use law::{Bin, identifiers::check_37_36};
use uuid::Uuid;

use crate::platform::{Actor, Refusal, Scope};

/// Whose account it is: one a person and one an organisation, whatever the programmes and regions.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Owner {
    /// A beneficiary: bucket and person.
    Person(i16, Uuid),
    /// A performer: its BIN.
    Performer(String),
}

/// Digits of a bucket and of an id to the base of 36.
const WIDTHS: (usize, usize) = (2, 25);

impl Owner {
    /// The account's number: made of the owner's key, so it never changes and needs no row. `BEN-BB-` and 25 characters of a person,
    /// `PER-` and the BIN of a performer, each with an ISO 7064 MOD 37,36 check character. It tells no IIN.
    #[must_use]
    pub fn number(&self) -> String {
        let body = match self {
            Self::Person(bucket, id) => {
                let bucket = base_36(u128::try_from(*bucket).unwrap_or_default(), WIDTHS.0);
                format!("BEN-{bucket}-{}", base_36(id.as_u128(), WIDTHS.1))
            }
            Self::Performer(bin) => format!("PER-{bin}"),
        };
        let check = check_37_36(body.as_bytes()).map(char::from).unwrap_or_default();
        format!("{body}-{check}")
    }

    /// `person` or `performer`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Person(..) => "person",
            Self::Performer(_) => "performer",
        }
    }

    /// Whether it is the actor's own, or the actor sees the nation. What a statement shows is held by row-level security besides.
    #[must_use]
    pub fn is_in_sight(&self, actor: &Actor) -> bool {
        match (&actor.scope, self) {
            (Scope::National, _) => true,
            (Scope::Own { persons, .. }, Self::Person(bucket, id)) => persons.contains(&(*bucket, *id)),
            (Scope::Own { .. }, Self::Performer(bin)) => actor.organisation == *bin,
            (Scope::Regions(_) | Scope::Programmes { .. }, _) => false,
        }
    }

    /// Whose a number is; `None` for what is no number of an account.
    #[must_use]
    pub fn parse(number: &str) -> Option<Self> {
        let fields: Vec<&str> = number.split('-').collect();
        let owner = match fields.as_slice() {
            ["BEN", bucket, id, _] => {
                let bucket = i16::from_str_radix(bucket, 36).ok()?;
                Self::Person(bucket, Uuid::from_u128(u128::from_str_radix(id, 36).ok()?))
            }
            ["PER", bin, _] => Self::Performer(Bin::parse(bin).ok()?.as_str().to_owned()),
            _ => return None,
        };
        (owner.number() == number).then_some(owner)
    }
}

/// A number to the base of 36, in so many characters.
fn base_36(mut number: u128, width: usize) -> String {
    let mut digits = vec!['0'; width];
    for digit in digits.iter_mut().rev() {
        let last = u32::try_from(number % 36).unwrap_or_default();
        *digit = char::from_digit(last, 36).unwrap_or('0').to_ascii_uppercase();
        number /= 36;
    }
    digits.into_iter().collect()
}

/// What a block holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// Payments alone: service and write-offs go on.
    Payments,
    /// Payments and new bookings.
    All,
}

impl Hold {
    /// Both.
    pub const BOTH: [Self; 2] = [Self::Payments, Self::All];

    /// The word that is kept.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Payments => "payments",
            Self::All => "all",
        }
    }

    /// The hold of a word.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        Self::BOTH.into_iter().find(|hold| hold.code() == code)
    }
}

/// What is done to an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Blocked, or blocked otherwise than before.
    Block(Hold),
    /// The block is lifted: what it held goes on.
    Lift,
    /// Closed: nothing is booked on it any more.
    Close,
    /// A closing that was wrong is taken back.
    Reopen,
}

impl Change {
    /// The word that is kept.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Block(_) => "block",
            Self::Lift => "lift",
            Self::Close => "close",
            Self::Reopen => "reopen",
        }
    }

    /// The change of two words, as [`Change::code`] and [`Hold::code`] spell them.
    #[must_use]
    pub fn of(event: &str, hold: Option<&str>) -> Option<Self> {
        match (event, hold) {
            ("block", Some(hold)) => Hold::of(hold).map(Self::Block),
            ("lift", None) => Some(Self::Lift),
            ("close", None) => Some(Self::Close),
            ("reopen", None) => Some(Self::Reopen),
            _ => None,
        }
    }

    /// The hold of a block.
    #[must_use]
    pub const fn hold(self) -> Option<Hold> {
        match self {
            Self::Block(hold) => Some(hold),
            Self::Lift | Self::Close | Self::Reopen => None,
        }
    }

    /// The reasons that it may have: of law first, then of the registrar's own.
    #[must_use]
    pub const fn reasons(self) -> &'static [&'static str] {
        match self {
            Self::Block(_) => &["court", "bailiff", "tax", "investigation", "data_mismatch", "suspected_duplicate"],
            Self::Lift => &["cause_gone", "court", "error"],
            Self::Close => &["death", "emigration", "completed"],
            Self::Reopen => &["return", "error"],
        }
    }
}

/// Where an account stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It is used.
    Active,
    /// Something is held.
    Blocked {
        /// What.
        hold: Hold,
        /// Why: a word of [`Change::reasons`].
        reason: String,
        /// By which document.
        document: String,
        /// Since when.
        since: Date,
    },
    /// It is used no more.
    Closed {
        /// Why.
        reason: String,
        /// Since when.
        on: Date,
    },
}

/// A change as it was entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What.
    pub change: Change,
    /// Why.
    pub reason: String,
    /// By which document: number and date.
    pub document: String,
    /// From which day (Asia/Almaty).
    pub effective_on: Date,
}

impl State {
    /// The state after the latest event: each says all of it.
    #[must_use]
    pub fn after(latest: Option<&Event>) -> Self {
        let Some(event) = latest else { return Self::Active };
        match event.change {
            Change::Block(hold) => Self::Blocked {
                hold,
                reason: event.reason.clone(),
                document: event.document.clone(),
                since: event.effective_on,
            },
            Change::Close => Self::Closed { reason: event.reason.clone(), on: event.effective_on },
            Change::Lift | Change::Reopen => Self::Active,
        }
    }

    /// The word of the state.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Blocked { .. } => "blocked",
            Self::Closed { .. } => "closed",
        }
    }

    /// What it holds.
    #[must_use]
    pub const fn hold(&self) -> Option<Hold> {
        match self {
            Self::Blocked { hold, .. } => Some(*hold),
            Self::Active | Self::Closed { .. } => None,
        }
    }

    /// Whether a new booking may be made on it.
    ///
    /// # Errors
    /// `account.blocked`, `account.closed`.
    pub fn require_bookable(&self) -> Result<(), Refusal> {
        match self {
            Self::Active | Self::Blocked { hold: Hold::Payments, .. } => Ok(()),
            Self::Blocked { hold: Hold::All, .. } => Err(Refusal::new("account.blocked", "the account is blocked")),
            Self::Closed { .. } => Err(Refusal::new("account.closed", "the account is closed")),
        }
    }

    /// The code by which its payments are held; `None` while they may be ordered.
    #[must_use]
    pub const fn held_by(&self) -> Option<&'static str> {
        match self {
            Self::Active => None,
            Self::Blocked { .. } => Some("account.blocked"),
            Self::Closed { .. } => Some("account.closed"),
        }
    }

    /// Whether a change leads from here to another state.
    ///
    /// # Errors
    /// `account.payments` for a beneficiary, to whom nothing is paid; `account.closed` for everything but opening a closed one again;
    /// `account.state` for what leads nowhere.
    pub fn require(&self, owner: &Owner, change: Change) -> Result<(), Refusal> {
        if matches!((owner, change), (Owner::Person(..), Change::Block(Hold::Payments))) {
            return Err(Refusal::new("account.payments", "the account of a beneficiary is blocked as a whole"));
        }
        let goes = match (self, change) {
            (Self::Closed { .. }, Change::Reopen)
            | (Self::Active, Change::Block(_) | Change::Close)
            | (Self::Blocked { .. }, Change::Lift | Change::Close) => true,
            (Self::Blocked { hold, .. }, Change::Block(wanted)) => *hold != wanted,
            (Self::Closed { .. }, Change::Block(_) | Change::Lift | Change::Close) => {
                return Err(Refusal::new("account.closed", "the account is closed"));
            }
            (Self::Active, Change::Lift | Change::Reopen) | (Self::Blocked { .. }, Change::Reopen) => false,
        };
        if goes { Ok(()) } else { Err(Refusal::new("account.state", format!("{} and {}", self.code(), change.code()))) }
    }
}

impl fmt::Display for Owner {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.number())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn event(change: Change) -> Event {
        let (reason, document) = (change.reasons()[0].to_owned(), "№ 1".to_owned());
        Event { change, reason, document, effective_on: date(2026, 10, 1) }
    }

    #[test]
    fn every_state_and_change_is_decided() {
        let changes =
            [Change::Block(Hold::Payments), Change::Block(Hold::All), Change::Lift, Change::Close, Change::Reopen];
        let states = [None, Some(changes[0]), Some(changes[1]), Some(Change::Close)];
        let performer = Owner::Performer("000740000728".to_owned());
        let grid: Vec<Vec<&str>> = states
            .iter()
            .map(|state| {
                let state = State::after(state.map(event).as_ref());
                let code =
                    |change: &Change| state.require(&performer, *change).err().map_or("", |refused| refused.code);
                changes.iter().map(code).collect()
            })
            .collect();
        assert_eq!(
            grid,
            [
                ["", "", "account.state", "", "account.state"],
                ["account.state", "", "", "", "account.state"],
                ["", "account.state", "", "", "account.state"],
                ["account.closed", "account.closed", "account.closed", "account.closed", ""],
            ]
        );
        let child = Owner::Person(1, Uuid::from_u128(1));
        assert_eq!(State::Active.require(&child, changes[0]).unwrap_err().code, "account.payments");
        for change in changes {
            assert_eq!(Change::of(change.code(), change.hold().map(Hold::code)), Some(change));
        }
        let books = |state: Option<Change>| State::after(state.map(event).as_ref()).require_bookable().err();
        let codes = states.map(|state| books(state).map_or("", |refused| refused.code));
        assert_eq!(codes, ["", "", "account.blocked", "account.closed"]);
        let held = states.map(|state| State::after(state.map(event).as_ref()).held_by().unwrap_or_default());
        assert_eq!(held, ["", "account.blocked", "account.blocked", "account.closed"]);
    }

    proptest! {
        #[test]
        fn a_number_leads_to_its_owner_and_a_changed_one_to_nobody(bucket in 0_i16..256, id: u128, at in 0_usize..30, by in 1_u32..36) {
            let owner = Owner::Person(bucket, Uuid::from_u128(id));
            let number = owner.number();
            prop_assert_eq!(Owner::parse(&number), Some(owner.clone()));
            prop_assert_eq!(Owner::parse(&number.to_lowercase()), None);
            let mut letters: Vec<char> = number.chars().collect();
            let at = at % letters.len();
            if let Some(digit) = letters[at].to_digit(36).filter(|_| at > 3) {
                letters[at] = char::from_digit((digit + by) % 36, 36).unwrap().to_ascii_uppercase();
                prop_assert_ne!(Owner::parse(&letters.into_iter().collect::<String>()), Some(owner));
            }
        }
    }

    #[test]
    fn the_number_of_a_performer_shows_its_bin() {
        let owner = Owner::Performer("000740000728".to_owned());
        assert!(owner.number().starts_with("PER-000740000728-"));
        assert_eq!(Owner::parse(&owner.number()), Some(owner));
        for wrong in ["", "PER", "PER-000740000728-", "PER-000740000729-0", "BEN-00-1-0", "XXX-000740000728-0"] {
            assert_eq!(Owner::parse(wrong), None, "{wrong}");
        }
    }
}

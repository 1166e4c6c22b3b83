//! The voucher's machine (spec 2.1): states of portions and parts from the sums of their movements, and what each command does to
//! them. Pure.

use ledger::posting::Kind;

/// What the end of a contract does to the parts that follow (table `end_reasons`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The days return to the child and the money to the line.
    Release,
    /// As a release; the grant stays and resumes.
    Pause,
    /// The voucher ends.
    Annul,
}

impl Effect {
    /// All effects.
    pub const ALL: [Self; 3] = [Self::Release, Self::Pause, Self::Annul];

    /// As the table spells it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Pause => "pause",
            Self::Annul => "annul",
        }
    }

    /// The effect of a stored word; `None` for a word that is none.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|effect| effect.code() == code)
    }
}

/// The sums of a portion's movements (tiyn).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Booked less released and less what a write-off returned: the share of the nominal that the portion holds.
    pub held: i64,
    /// Whether an act with it was signed by the issuer.
    pub written_off: bool,
    /// Owed by acts and their adjustments.
    pub due: i64,
    /// Confirmed or set off.
    pub paid: i64,
}

impl Sums {
    /// Adds a movement of the portion.
    #[must_use]
    pub fn with(self, kind: Kind, amount: i64, rest: i64) -> Self {
        match kind {
            Kind::Book => Self { held: self.held.saturating_add(amount), ..self },
            Kind::Release => Self { held: self.held.saturating_sub(amount), ..self },
            Kind::WriteOff => Self {
                held: self.held.saturating_sub(rest),
                written_off: true,
                due: self.due.saturating_add(amount),
                paid: self.paid,
            },
            Kind::AdjustUp => Self { due: self.due.saturating_add(amount), ..self },
            Kind::AdjustDown | Kind::Receivable => Self { due: self.due.saturating_sub(amount), ..self },
            Kind::Redeem | Kind::SetOff => Self { paid: self.paid.saturating_add(amount), ..self },
            Kind::ReturnedAfter => Self { paid: self.paid.saturating_sub(amount), ..self },
            // The rest changes nothing of a portion, or lies beside the parts.
            Kind::Allot
            | Kind::Cut
            | Kind::Order
            | Kind::Returned
            | Kind::Reserve
            | Kind::Unreserve
            | Kind::PerformerDue
            | Kind::PerformerDown
            | Kind::PerformerReceivable
            | Kind::PerformerSetOff
            | Kind::PerformerOrder
            | Kind::PerformerRedeem
            | Kind::PerformerReturned
            | Kind::PerformerReturnedAfter => self,
        }
    }
}

/// The state of a portion, or of a part; never stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Nobody serves it; the days are the child's.
    Issued,
    /// A performer keeps days of it and the line its money.
    Booked,
    /// Booked, and both sides have confirmed the contract, in a programme that asks for it.
    Active,
    /// An act with it is signed by both.
    WrittenOff {
        /// Owed (tiyn).
        due: i64,
        /// Paid so far (tiyn).
        paid: i64,
    },
    /// Paid is not less than due.
    Redeemed {
        /// Owed (tiyn).
        due: i64,
        /// Paid (tiyn).
        paid: i64,
    },
    /// For ever.
    Annulled,
}

impl State {
    /// The state of a portion: its sums, and its end when no day of it is left.
    #[must_use]
    pub fn of(sums: Sums, emptied: Option<Effect>) -> Self {
        let Sums { written_off, due, paid, .. } = sums;
        if written_off {
            return if paid >= due { Self::Redeemed { due, paid } } else { Self::WrittenOff { due, paid } };
        }
        match emptied {
            None => Self::Booked,
            Some(Effect::Release | Effect::Pause) => Self::Issued,
            Some(Effect::Annul) => Self::Annulled,
        }
    }

    /// The same once both sides have confirmed the contract: what is booked is active.
    #[must_use]
    pub fn confirmed(self, by_both: bool) -> Self {
        if by_both && self == Self::Booked { Self::Active } else { self }
    }

    /// The state of a part: the least advanced of its live portions; without any, annulled when an end annulled it or its month was
    /// closed unbooked.
    #[must_use]
    pub fn of_part(portions: &[Self], ended: bool) -> Self {
        let live = portions.iter().filter(|state| !matches!(state, Self::Issued | Self::Annulled));
        match live.min() {
            Some(state) => *state,
            None if ended || portions.contains(&Self::Annulled) => Self::Annulled,
            None => Self::Issued,
        }
    }

    /// The word of the export and of the pack's labels.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::Booked => "booked",
            Self::Active => "active",
            Self::WrittenOff { .. } => "written_off",
            Self::Redeemed { .. } => "redeemed",
            Self::Annulled => "annulled",
        }
    }

    /// What a command makes of a part; `None` where the machine has no such move.
    #[must_use]
    pub fn after(self, command: Command) -> Option<Self> {
        let settle = |due: i64, paid: i64| State::of(Sums { held: 0, written_off: true, due, paid }, None);
        match (self, command) {
            (Self::Issued, Command::Book) | (Self::Booked, Command::Reprice) => Some(Self::Booked),
            (Self::Booked, Command::Activate) | (Self::Active, Command::Reprice) => Some(Self::Active),
            (Self::Issued, Command::End(Effect::Annul) | Command::MonthPassed)
            | (Self::Booked | Self::Active, Command::End(Effect::Annul)) => Some(Self::Annulled),
            (Self::Issued | Self::Booked | Self::Active, Command::End(Effect::Release | Effect::Pause)) => {
                Some(Self::Issued)
            }
            (Self::Booked | Self::Active, Command::WriteOff(due)) => Some(settle(due, 0)),
            (Self::WrittenOff { due, paid } | Self::Redeemed { due, paid }, Command::Adjust(change)) => {
                Some(settle(due.checked_add(change)?, paid))
            }
            (Self::WrittenOff { due, paid }, Command::Redeem(amount)) => Some(settle(due, paid.checked_add(amount)?)),
            (Self::Redeemed { due, paid }, Command::Return(amount)) => Some(settle(due, paid.checked_sub(amount)?)),
            // Later facts about a month that is written off change money by the next act only.
            (
                Self::WrittenOff { .. } | Self::Redeemed { .. },
                Command::End(_) | Command::Reprice | Command::MonthPassed,
            )
            | (Self::Booked | Self::Active | Self::Annulled, Command::MonthPassed) => Some(self),
            (
                Self::Issued,
                Command::Activate
                | Command::Reprice
                | Command::WriteOff(_)
                | Command::Redeem(_)
                | Command::Return(_)
                | Command::Adjust(_),
            )
            | (Self::Booked, Command::Book | Command::Redeem(_) | Command::Return(_) | Command::Adjust(_))
            | (
                Self::Active,
                Command::Book | Command::Activate | Command::Redeem(_) | Command::Return(_) | Command::Adjust(_),
            )
            | (
                Self::WrittenOff { .. },
                Command::Book | Command::Activate | Command::WriteOff(_) | Command::Return(_),
            )
            | (Self::Redeemed { .. }, Command::Book | Command::Activate | Command::WriteOff(_) | Command::Redeem(_))
            | (
                Self::Annulled,
                Command::Book
                | Command::Activate
                | Command::Reprice
                | Command::End(_)
                | Command::WriteOff(_)
                | Command::Redeem(_)
                | Command::Return(_)
                | Command::Adjust(_),
            ) => None,
        }
    }
}

/// What may happen to a part (amounts in tiyn).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// All its days are booked by one performer.
    Book,
    /// Both sides have confirmed the contract.
    Activate,
    /// A new rate.
    Reprice,
    /// The contract ends before the month.
    End(Effect),
    /// The issuer signs an act with this due.
    WriteOff(i64),
    /// The statement confirms this much.
    Redeem(i64),
    /// The bank sends this much back.
    Return(i64),
    /// A later act corrects by this much.
    Adjust(i64),
    /// Its month is closed.
    MonthPassed,
}

/// What a portion keeps of the nominal when it serves `kept` of the month's `study` days: `round_half_up(nominal × kept / study)`,
/// nothing in a month without study days.
#[must_use]
pub fn share(nominal: i64, kept: u32, study: u32) -> i64 {
    law::Minor::new(nominal).pro_rata(i64::from(kept), i64::from(study)).map_or(0, law::Minor::tiyn)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    const COMMANDS: [(&str, Command); 11] = [
        ("book", Command::Book),
        ("activate", Command::Activate),
        ("reprice", Command::Reprice),
        ("release", Command::End(Effect::Release)),
        ("pause", Command::End(Effect::Pause)),
        ("annul", Command::End(Effect::Annul)),
        ("write off 70", Command::WriteOff(70)),
        ("redeem 70", Command::Redeem(70)),
        ("return 70", Command::Return(70)),
        ("adjust +5", Command::Adjust(5)),
        ("month passed", Command::MonthPassed),
    ];

    const STATES: [(&str, State); 6] = [
        ("issued", State::Issued),
        ("booked", State::Booked),
        ("active", State::Active),
        ("written_off 70/0", State::WrittenOff { due: 70, paid: 0 }),
        ("redeemed 70/70", State::Redeemed { due: 70, paid: 70 }),
        ("annulled", State::Annulled),
    ];

    fn word(state: State) -> String {
        match state {
            State::WrittenOff { due, paid } | State::Redeemed { due, paid } => format!("{} {due}/{paid}", state.code()),
            State::Issued | State::Booked | State::Active | State::Annulled => state.code().to_owned(),
        }
    }

    #[test]
    fn the_grid_of_states_and_commands_is_the_one_kept_for_the_lawyers() {
        let mut grid = String::from(
            "# State of a part (due/paid in tiyn) × what happens = state after it; · = the machine has no such move.\n",
        );
        write!(grid, "{:18}", "").unwrap();
        for (command, _) in COMMANDS {
            write!(grid, "| {command:17}").unwrap();
        }
        for (name, state) in STATES {
            write!(grid, "\n{name:18}").unwrap();
            for (_, command) in COMMANDS {
                write!(grid, "| {:17}", state.after(command).map_or("·".to_owned(), word)).unwrap();
            }
        }
        grid = grid.lines().map(str::trim_end).collect::<Vec<_>>().join("\n") + "\n";
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/voucher_states.txt");
        if std::env::var_os("QAZYNA_SNAPSHOTS").is_some() {
            std::fs::write(path, &grid).unwrap();
        }
        assert_eq!(grid, std::fs::read_to_string(path).unwrap());
    }

    /// Runs a story: commands one after the other from issued.
    fn check(story: &[Command], expected: &[&str]) {
        let mut state = Some(State::Issued);
        let mut seen = Vec::new();
        for command in story {
            state = state.and_then(|state| state.after(*command));
            seen.push(state.map_or("·".to_owned(), word));
        }
        assert_eq!(seen, expected, "{story:?}");
    }

    #[test]
    fn stories_of_a_part() {
        use Command::{Activate, Adjust, Book, End, MonthPassed, Redeem, Reprice, Return, WriteOff};
        check(&[Book, WriteOff(70), Redeem(70)], &["booked", "written_off 70/0", "redeemed 70/70"]);
        check(&[Book, WriteOff(0)], &["booked", "redeemed 0/0"]);
        check(&[Book, Activate, Reprice, WriteOff(70)], &["booked", "active", "active", "written_off 70/0"]);
        check(&[Book, Activate, End(Effect::Release), Book], &["booked", "active", "issued", "booked"]);
        check(&[Book, Activate, Activate], &["booked", "active", "·"]);
        check(&[Activate], &["·"]);
        check(
            &[Book, WriteOff(70), Redeem(70), Return(70), Redeem(70)],
            &["booked", "written_off 70/0", "redeemed 70/70", "written_off 70/0", "redeemed 70/70"],
        );
        check(
            &[Book, WriteOff(70), Redeem(70), Adjust(5), Redeem(5)],
            &["booked", "written_off 70/0", "redeemed 70/70", "written_off 75/70", "redeemed 75/75"],
        );
        check(
            &[Book, WriteOff(70), Redeem(70), Adjust(-5)],
            &["booked", "written_off 70/0", "redeemed 70/70", "redeemed 65/70"],
        );
        check(&[Book, End(Effect::Release), Book], &["booked", "issued", "booked"]);
        check(&[Book, End(Effect::Pause), Book], &["booked", "issued", "booked"]);
        check(&[Book, End(Effect::Annul), Book], &["booked", "annulled", "·"]);
        check(&[Book, Book], &["booked", "·"]);
        check(&[MonthPassed, Book], &["annulled", "·"]);
        check(
            &[Book, WriteOff(70), Reprice, End(Effect::Annul)],
            &["booked", "written_off 70/0", "written_off 70/0", "written_off 70/0"],
        );
    }

    #[test]
    fn a_part_is_as_far_as_its_least_advanced_live_portion() {
        let written_off = State::WrittenOff { due: 7, paid: 0 };
        assert_eq!(State::of_part(&[], false), State::Issued);
        assert_eq!(State::of_part(&[], true), State::Annulled);
        assert_eq!(State::of_part(&[State::Issued], false), State::Issued);
        assert_eq!(State::of_part(&[State::Issued, State::Booked, written_off], false), State::Booked);
        assert_eq!(State::of_part(&[State::Active, State::Booked], false), State::Booked);
        assert_eq!(State::of_part(&[written_off, State::Active], false), State::Active);
        assert_eq!(State::of_part(&[State::Annulled, written_off], false), written_off);
        assert_eq!(State::of_part(&[State::Annulled, State::Issued], false), State::Annulled);
    }

    #[test]
    fn sums_follow_from_movements() {
        let sums = [
            (Kind::Book, 100, 0),
            (Kind::Release, 20, 0),
            (Kind::WriteOff, 70, 10),
            (Kind::Redeem, 70, 0),
            (Kind::AdjustDown, 5, 0),
        ]
        .into_iter()
        .fold(Sums::default(), |sums, (kind, amount, rest)| sums.with(kind, amount, rest));
        assert_eq!(sums, Sums { held: 70, written_off: true, due: 65, paid: 70 });
    }
}

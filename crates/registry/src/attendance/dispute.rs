//! The machine of a dispute (spec 1.3, S4): a parent says that a day is wrong, the performer corrects it or refuses with a reason; pure.

/// Where a disputed day stands; a day that nobody disputes stands nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The performer has to answer.
    Open,
    /// The mark was corrected: the parent confirms the month anew.
    Corrected,
    /// Refused with a reason: payment follows the performer, and the case goes to risk review.
    Refused,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Open, Self::Corrected, Self::Refused];

    /// As the tables and addresses spell it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Corrected => "corrected",
            Self::Refused => "refused",
        }
    }

    /// The state of an answer's word; open while there is none.
    #[must_use]
    pub fn of(outcome: Option<&str>) -> Self {
        Self::ALL.into_iter().find(|state| Some(state.code()) == outcome).unwrap_or(Self::Open)
    }
}

/// What somebody does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// The parent calls the day wrong; whether disputes of the month are taken still.
    Raise {
        /// Until the lock of the timesheet, and after a correction while the parent may confirm anew.
        in_time: bool,
    },
    /// The performer marks the day otherwise.
    Correct,
    /// The performer refuses with a reason.
    Refuse,
}

/// What comes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The dispute stands here now.
    Now(State),
    /// It was done before.
    Already,
    /// It is refused, by a code.
    No(&'static str),
}

/// What a command does to a day that stands somewhere, or nowhere yet.
#[must_use]
pub fn after(state: Option<State>, command: Command) -> Outcome {
    match (state, command) {
        (Some(State::Open), Command::Raise { .. })
        | (Some(State::Corrected), Command::Correct)
        | (Some(State::Refused), Command::Refuse) => Outcome::Already,
        (Some(State::Refused), Command::Raise { .. } | Command::Correct)
        | (Some(State::Corrected), Command::Refuse) => Outcome::No("dispute.answered"),
        (None | Some(State::Corrected), Command::Raise { in_time: true }) => Outcome::Now(State::Open),
        (None | Some(State::Corrected), Command::Raise { in_time: false }) => Outcome::No("dispute.closed"),
        (Some(State::Open), Command::Correct) => Outcome::Now(State::Corrected),
        (Some(State::Open), Command::Refuse) => Outcome::Now(State::Refused),
        (None, Command::Correct | Command::Refuse) => Outcome::No("dispute.unknown"),
    }
}

/// Why a parent calls a day wrong.
pub const REASONS: [&str; 4] = ["was_present", "was_absent", "was_ill", "other"];

/// The most bytes of a file that comes with a dispute.
pub const FILE_MAX: usize = 20 * 1024 * 1024;

/// The media type of a file by its content, whatever it calls itself: PDF, JPEG, PNG or WebP, from its first bytes to its last (spec 5.1).
#[must_use]
pub fn media_type(bytes: &[u8]) -> Option<&'static str> {
    let ends = |with: &[u8], within: usize| {
        let tail = bytes.get(bytes.len().saturating_sub(within)..).unwrap_or_default();
        tail.windows(with.len()).any(|window| window == with)
    };
    if bytes.starts_with(b"%PDF-") && ends(b"%%EOF", 1024) {
        Some("application/pdf")
    } else if bytes.starts_with(b"\xFF\xD8\xFF") && ends(b"\xFF\xD9", 64) {
        Some("image/jpeg")
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") && ends(b"IEND", 64) {
        Some("image/png")
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") && is_riff_whole(bytes) {
        Some("image/webp")
    } else {
        None
    }
}

/// Whether a RIFF file is as long as it says.
fn is_riff_whole(bytes: &[u8]) -> bool {
    let told = bytes.get(4..8).and_then(|four| four.try_into().ok()).map(u32::from_le_bytes);
    told.and_then(|told| usize::try_from(told).ok()).is_some_and(|told| told.saturating_add(8) <= bytes.len())
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    #[test]
    fn the_grid_of_disputes_is_the_one_kept_for_the_lawyers() {
        let commands = [
            ("raise in time", Command::Raise { in_time: true }),
            ("raise after the lock", Command::Raise { in_time: false }),
            ("correct", Command::Correct),
            ("refuse", Command::Refuse),
        ];
        let mut grid = String::from("# A disputed day × what somebody does = where it stands after, or the refusal.\n");
        write!(grid, "{:12}", "").unwrap();
        for (name, _) in commands {
            write!(grid, "| {name:21}").unwrap();
        }
        for state in [None, Some(State::Open), Some(State::Corrected), Some(State::Refused)] {
            write!(grid, "\n{:12}", state.map_or("undisputed", State::code)).unwrap();
            for (_, command) in commands {
                let cell = match after(state, command) {
                    Outcome::Now(state) => state.code(),
                    Outcome::Already => "already",
                    Outcome::No(code) => code,
                };
                write!(grid, "| {cell:21}").unwrap();
            }
        }
        grid = grid.lines().map(str::trim_end).collect::<Vec<_>>().join("\n") + "\n";
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/dispute_states.txt");
        if std::env::var_os("QAZYNA_SNAPSHOTS").is_some() {
            std::fs::write(path, &grid).unwrap();
        }
        assert_eq!(grid, std::fs::read_to_string(path).unwrap());
    }

    #[test]
    fn a_file_is_what_its_bytes_say() {
        let webp = |told: u32| [b"RIFF".as_slice(), &told.to_le_bytes(), b"WEBPVP8 ...."].concat();
        let cases: [(&[u8], Option<&str>); 10] = [
            (b"%PDF-1.7\n...\n%%EOF\n", Some("application/pdf")),
            (b"%PDF-1.7\n...", None),
            (b"\xFF\xD8\xFF\xE0....\xFF\xD9", Some("image/jpeg")),
            (b"\xFF\xD8\xFF\xE0....", None),
            (b"\x89PNG\r\n\x1a\n....IEND\xAE\x42\x60\x82", Some("image/png")),
            (b"\x89PNG\r\n\x1a\n....", None),
            (&webp(12), Some("image/webp")),
            (&webp(4000), None),
            (b"MZ\x90\0this is no picture", None),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
        ];
        for (bytes, expected) in cases {
            assert_eq!(media_type(bytes), expected, "{:?}", String::from_utf8_lossy(bytes));
        }
    }
}

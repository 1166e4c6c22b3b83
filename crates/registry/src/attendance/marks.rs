//! What a list says of a child on a day: one byte, as the migration documents it.

use jiff::civil::Date;
use uuid::Uuid;

use super::store::AttendanceBatch;

/// A mark of spec 3.4, or its withdrawal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// `P`, П: on site or remote.
    Present,
    /// `S`, Б: absent with a certificate of illness, treatment or rehabilitation.
    Excused,
    /// `U`, Н: absent without a valid reason.
    Unexcused,
    /// `L`, О: leave of a parent on a written application.
    Leave,
    /// `C`, К: the group was closed with a document.
    Closed,
    /// `-`: what was said before is taken back.
    Withdrawn,
}

impl Mark {
    /// The letter of a timesheet, Cyrillic or Latin in either case; nothing for any other.
    #[must_use]
    pub fn parse(letter: &str) -> Option<Self> {
        match letter {
            "P" | "p" | "П" | "п" => Some(Self::Present),
            "S" | "s" | "Б" | "б" => Some(Self::Excused),
            "U" | "u" | "Н" | "н" => Some(Self::Unexcused),
            "L" | "l" | "О" | "о" => Some(Self::Leave),
            "C" | "c" | "К" | "к" => Some(Self::Closed),
            "-" => Some(Self::Withdrawn),
            _ => None,
        }
    }

    /// The letter of the export; empty when withdrawn (spec 2.6).
    #[must_use]
    pub fn letter(self) -> &'static str {
        match self {
            Self::Present => "P",
            Self::Excused => "S",
            Self::Unexcused => "U",
            Self::Leave => "L",
            Self::Closed => "C",
            Self::Withdrawn => "",
        }
    }

    /// The low half of the byte.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Present => 1,
            Self::Excused => 2,
            Self::Unexcused => 3,
            Self::Leave => 4,
            Self::Closed => 5,
            Self::Withdrawn => 7,
        }
    }

    fn of(code: u8) -> Option<Self> {
        match code {
            1 => Some(Self::Present),
            2 => Some(Self::Excused),
            3 => Some(Self::Unexcused),
            4 => Some(Self::Leave),
            5 => Some(Self::Closed),
            7 => Some(Self::Withdrawn),
            _ => None,
        }
    }
}

/// How a mark was taken, in the order of the byte's high half.
const METHODS: [&str; 5] = ["manual", "qr", "face", "card", "online"];

/// The byte of a child and day: 0 says nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Said(u8);

impl Said {
    /// A mark by a method (`manual`, `qr`, `face`, `card`, `online`); nothing for another word.
    #[must_use]
    pub fn new(mark: Mark, method: &str) -> Option<Self> {
        let place = METHODS.iter().position(|known| known.eq_ignore_ascii_case(method))?;
        Some(Self(mark.code() | u8::try_from(place).ok()? << 4))
    }

    /// The byte as it is stored.
    #[must_use]
    pub fn byte(self) -> u8 {
        self.0
    }

    /// The mark, if the byte says one.
    #[must_use]
    pub fn mark(self) -> Option<Mark> {
        Mark::of(self.0 & 15)
    }

    /// How it was taken.
    #[must_use]
    pub fn method(self) -> &'static str {
        METHODS.get(usize::from(self.0 >> 4)).copied().unwrap_or("manual")
    }

    /// Whether it was taken by QR.
    #[must_use]
    pub fn is_qr(self) -> bool {
        self.0 >> 4 == 1
    }
}

impl From<u8> for Said {
    fn from(byte: u8) -> Self {
        Self(byte)
    }
}

/// What a list says, child by child and day by day; days of which it says nothing are left out.
pub fn marks(batch: &AttendanceBatch) -> impl Iterator<Item = (Uuid, Date, Said)> + '_ {
    let days = usize::try_from(batch.days).unwrap_or_default().max(1);
    let first = batch.first_day;
    batch.contracts.as_chunks::<16>().0.iter().zip(batch.marks.chunks(days)).flat_map(move |(contract, row)| {
        let contract = Uuid::from_bytes(*contract);
        row.iter().zip(first..).filter(|(byte, _)| **byte != 0).filter_map(move |(byte, day)| {
            let date = Date::new(batch.month.year(), batch.month.month(), i8::try_from(day).ok()?).ok()?;
            Some((contract, date, Said(*byte)))
        })
    })
}

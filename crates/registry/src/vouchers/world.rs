//! What bookings are decided on: the state of one programme and region as plain data. Pure.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use law::DayMask;
use uuid::Uuid;

use super::voucher::Sums;

/// A voucher of a child.
#[derive(Clone, Debug)]
pub struct VoucherHeld {
    /// The voucher.
    pub id: Uuid,
    /// Its number.
    pub number: String,
    /// The months that are parts, as first days.
    pub months: Vec<Date>,
    /// Since when nothing of it can be booked.
    pub annulled_from: Option<Date>,
}

/// A performer as a booking sees it.
#[derive(Clone, Debug)]
pub struct PerformerHeld {
    /// Its BIN.
    pub bin: String,
    /// Since when.
    pub admitted_on: Date,
    /// `good`, `suspended` or `terminated`.
    pub standing: String,
    /// Which rates apply: locality and kind.
    pub rate_key: (String, String),
    /// Places and money (tiyn) of its state orders by month.
    pub orders: HashMap<Date, (i32, i64)>,
}

/// A group as a booking sees it.
#[derive(Clone, Debug)]
pub struct GroupHeld {
    /// Whose.
    pub performer_id: Uuid,
    /// Where.
    pub object_id: Uuid,
    /// Places of the object, if it is an admitted object of the performer.
    pub object_capacity: Option<i32>,
    /// Places.
    pub capacity: i32,
    /// Full years, both included.
    pub ages: (i16, i16),
    /// Which rates apply: kind of group and hours.
    pub rate_key: (String, i16),
    /// Study days of each month.
    pub study: HashMap<Date, DayMask>,
}

/// A rate in force (tiyn a month).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateHeld {
    /// The rate.
    pub id: Uuid,
    /// Tiyn.
    pub monthly: i64,
}

/// A portion that is there already.
#[derive(Clone, Debug)]
pub struct PortionHeld {
    /// Its number in the part.
    pub portion: i16,
    /// From its movements.
    pub sums: Sums,
}

/// A part that is there already, or becomes so.
#[derive(Clone, Debug)]
pub struct PartHeld {
    /// Tiyn, after repricings.
    pub nominal: i64,
    /// The rate it comes from.
    pub rate_id: Uuid,
    /// The budget line; `None` while it awaits one.
    pub line_id: Option<Uuid>,
    /// All its portions.
    pub portions: Vec<PortionHeld>,
}

/// A budget line of a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineHeld {
    /// The line.
    pub id: Uuid,
    /// Its name in movements.
    pub name: String,
    /// Tiyn.
    pub free: i64,
}

/// How many children are somewhere on each day of a month.
pub type Places = [u16; 31];

/// Everything that bookings of one programme and region are decided on; `book` keeps it up to date.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// The pilot's first and last day.
    pub period: (Option<Date>, Option<Date>),
    /// Vouchers by child.
    pub vouchers: HashMap<Uuid, Vec<VoucherHeld>>,
    /// Live days of (child, month) in this programme.
    pub live: HashMap<(Uuid, Date), DayMask>,
    /// Live days of (child, month) in programmes that may not overlap.
    pub elsewhere: HashMap<(Uuid, Date), DayMask>,
    /// Live days that (contract, month) holds itself.
    pub own: HashMap<(Uuid, Date), DayMask>,
    /// Performers.
    pub performers: HashMap<Uuid, PerformerHeld>,
    /// Groups.
    pub groups: HashMap<Uuid, GroupHeld>,
    /// Rates by month, locality, performer kind, group kind and hours.
    pub rates: HashMap<(Date, String, String, String, i16), RateHeld>,
    /// Children by (performer, group or object; month).
    pub places: HashMap<(Uuid, Date), Places>,
    /// Money held by (performer, month).
    pub money: HashMap<(Uuid, Date), i64>,
    /// Parts by (voucher, month).
    pub parts: HashMap<(Uuid, Date), PartHeld>,
    /// Budget lines by month, in the order in which they are used.
    pub lines: BTreeMap<Date, Vec<LineHeld>>,
}

//! What bookings are decided on: the state of one programme and region as plain data. Pure.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use law::{DayMask, Terms, split};
use uuid::Uuid;

use super::voucher::Sums;
use crate::platform::Refusal;

/// A voucher of a child.
#[derive(Clone, Debug)]
pub struct VoucherHeld {
    /// The voucher.
    pub id: Uuid,
    /// Its number.
    pub number: String,
    /// Who issued it: its BIN.
    pub issuer_bin: String,
    /// The months that are parts.
    pub parts: Parts,
    /// Since when nothing of it can be booked.
    pub annulled_from: Option<Date>,
}

/// The months that are parts of a voucher.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parts {
    /// Fixed when it was issued, as first days.
    Fixed(Vec<Date>),
    /// Split when it is booked, within the first and last day of its financial year.
    AtBooking((Date, Date)),
}

impl Parts {
    /// The parts that days from the first to the last touch, as first days: of a voucher without parts those into which the terms split
    /// the days that lie in its year and in the pilot (spec 3.5).
    #[must_use]
    pub fn within(&self, terms: &Terms, (from, to): (Date, Date)) -> Vec<Date> {
        match self {
            Self::Fixed(months) => {
                months.iter().copied().filter(|month| from <= month.last_of_month() && *month <= to).collect()
            }
            Self::AtBooking((first, last)) => {
                let last = terms.period_to.map_or(*last, |pilot| pilot.min(*last));
                let months = split::part_months(terms, from.max(*first), to.min(last)).unwrap_or_default();
                months.into_iter().map(law::Month::first).collect()
            }
        }
    }
}

/// What a performer's state orders promise for a month.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ordered {
    /// Places.
    pub places: i32,
    /// Tiyn.
    pub amount: i64,
    /// The prices of a place (tiyn) that they name, each once with its order, ascending.
    pub prices: Vec<(i64, Uuid)>,
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
    /// Its state orders by month.
    pub orders: HashMap<Date, Ordered>,
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
    /// Whether any day of it is left.
    pub live: bool,
    /// From its movements.
    pub sums: Sums,
}

/// A part that is there already, or becomes so.
#[derive(Clone, Debug)]
pub struct PartHeld {
    /// Tiyn, after repricings.
    pub nominal: i64,
    /// The rate, the contract or the state order that it comes from.
    pub rate_id: Uuid,
    /// The budget line; `None` while it awaits one.
    pub line_id: Option<Uuid>,
    /// All its portions.
    pub portions: Vec<PortionHeld>,
}

impl PartHeld {
    /// Whether anybody serves it or has; of a part that everybody left the nominal is fixed anew by the next booking.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.portions.iter().any(|portion| portion.live || portion.sums.written_off)
    }
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

/// Month, BIN of the issuer whose rate it is (empty: the methodology's), locality, kind of performer, kind of group, hours.
pub type RateKey = (Date, String, String, String, String, i16);

/// Everything that bookings of one programme and region are decided on; `book` keeps it up to date.
#[derive(Clone, Debug)]
pub struct World {
    /// The programme's terms.
    pub terms: &'static Terms,
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
    /// Rates in force on the first of months.
    pub rates: HashMap<RateKey, RateHeld>,
    /// Children by (performer, group or object; month).
    pub places: HashMap<(Uuid, Date), Places>,
    /// Why nothing may be booked on the account of a child or a performer.
    pub closed: HashMap<Uuid, Refusal>,
    /// Money held by (performer, month).
    pub money: HashMap<(Uuid, Date), i64>,
    /// Parts by (voucher, month).
    pub parts: HashMap<(Uuid, Date), PartHeld>,
    /// Budget lines by month, in the order in which they are used.
    pub lines: BTreeMap<Date, Vec<LineHeld>>,
}

impl World {
    /// An empty one.
    #[must_use]
    pub fn new(terms: &'static Terms) -> Self {
        Self {
            terms,
            vouchers: HashMap::new(),
            live: HashMap::new(),
            elsewhere: HashMap::new(),
            own: HashMap::new(),
            performers: HashMap::new(),
            groups: HashMap::new(),
            rates: HashMap::new(),
            places: HashMap::new(),
            closed: HashMap::new(),
            money: HashMap::new(),
            parts: HashMap::new(),
            lines: BTreeMap::new(),
        }
    }
}

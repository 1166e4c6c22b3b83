//! The text that one unit of the world adds to each file.

/// Appends one CSV row; cells hold no comma, quote or line break by construction.
macro_rules! row {
    ($out:expr; $($cell:expr),+ $(,)?) => {{
        let out: &mut Vec<u8> = &mut $out;
        $(
            out.extend_from_slice(AsRef::<[u8]>::as_ref(&$cell));
            out.push(b',');
        )+
        if let Some(last) = out.last_mut() {
            *last = b'\n';
        }
    }};
}

use super::{keys::Holder, officials::Login, plant::Planted};

/// `OneRoster` tables of a month, without their headers.
#[derive(Default)]
pub(super) struct Roster {
    pub(super) orgs: Vec<u8>,
    pub(super) classes: Vec<u8>,
    pub(super) users: Vec<u8>,
    pub(super) roles: Vec<u8>,
    pub(super) enrollments: Vec<u8>,
    pub(super) demographics: Vec<u8>,
    /// Rows in `enrollments`.
    pub(super) rows: u64,
}

/// One file of timesheets.zip or late.zip.
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

/// Everything one unit adds; cleared and used again, so memory does not grow with the world.
#[derive(Default)]
pub(super) struct Pages {
    pub(super) performers: Vec<u8>,
    pub(super) objects: Vec<u8>,
    pub(super) groups: Vec<u8>,
    pub(super) state_orders: Vec<u8>,
    pub(super) persons: Vec<u8>,
    pub(super) rosters: [Roster; 2],
    pub(super) sheets: [Vec<Sheet>; 2],
    pub(super) late: Vec<Sheet>,
    pub(super) counts: Vec<u8>,
    pub(super) planted: Vec<Planted>,
    pub(super) holders: Vec<Holder>,
    pub(super) mandates: Vec<u8>,
    pub(super) logins: Vec<Login>,
    /// Rows in `persons`.
    pub(super) persons_rows: u64,
    /// The monthly need when every place is taken, tiyn.
    pub(super) need: i64,
    /// Children in `persons`.
    pub(super) children: u64,
}

impl Roster {
    fn clear(&mut self) {
        let Self { orgs, classes, users, roles, enrollments, demographics, rows } = self;
        *rows = 0;
        for table in [orgs, classes, users, roles, enrollments, demographics] {
            table.clear();
        }
    }
}

impl Pages {
    /// Empties the pages and keeps their memory.
    pub(super) fn clear(&mut self) {
        let Self {
            performers, objects, groups, state_orders, persons, rosters, sheets, late, counts, mandates, ..
        } = self;
        for table in [performers, objects, groups, state_orders, persons, counts, mandates] {
            table.clear();
        }
        rosters.iter_mut().for_each(Roster::clear);
        sheets.iter_mut().chain([late]).for_each(Vec::clear);
        self.planted.clear();
        self.holders.clear();
        self.logins.clear();
        self.persons_rows = 0;
        self.need = 0;
        self.children = 0;
    }
}

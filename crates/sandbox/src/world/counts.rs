//! What world.json says of each performer: plain counts of what was written, nothing that a rule computes.

use std::collections::BTreeMap;

use anyhow::Result;
use serde::Serialize;

use super::{
    calendar::{Mark, Month},
    pages::Pages,
    pupil::Pupil,
    region::Region,
    school::School,
};

/// One performer in world.json.
#[derive(Serialize)]
struct Counted<'a> {
    bin: &'a str,
    region: u8,
    groups: usize,
    /// Enrolments of both months without those that were planted to be refused.
    children: usize,
    months: BTreeMap<&'static str, CountedMonth>,
}

/// A performer's timesheet of a month, as written but for letters that are no mark and rows with a wrong IIN.
#[derive(Serialize, Default)]
struct CountedMonth {
    /// Rows of the timesheet.
    children: u32,
    marks: BTreeMap<&'static str, u32>,
    qr: u32,
}

/// Appends the counts of a performer as a comma and one JSON object.
pub(super) fn write(pages: &mut Pages, region: &Region, school: &School, pupils: &[Pupil]) -> Result<()> {
    let mut months = BTreeMap::new();
    for month in Month::BOTH {
        let mut counted = CountedMonth::default();
        for pupil in pupils.iter().filter(|pupil| pupil.real() && pupil.listed(month) != 0) {
            counted.children += 1;
            for mark in pupil.marks_of(month) {
                counted.add(*mark);
            }
        }
        months.insert(month.text(), counted);
    }
    let children = pupils.iter().filter(|pupil| pupil.real()).count();
    let groups = school.groups.iter().filter(|group| !group.elsewhere()).count();
    let counted = Counted { bin: &school.bin_text, region: region.code, groups, children, months };
    pages.counts.extend_from_slice(b",\n");
    Ok(serde_json::to_writer(&mut pages.counts, &counted)?)
}

impl CountedMonth {
    fn add(&mut self, mark: Mark) {
        let letter = match mark {
            Mark::None | Mark::Unknown => return,
            Mark::Scanned => {
                self.qr += 1;
                "P"
            }
            Mark::Present => "P",
            Mark::Ill => "S",
            Mark::Absent => "U",
            Mark::Leave => "L",
            Mark::Closed => "C",
        };
        *self.marks.entry(letter).or_default() += 1;
    }
}

//! Writing a world: units in order, each to the end of every file.

use std::{
    fs,
    io::{BufWriter, Write},
    path::Path,
};

use anyhow::{Context, Result};
use serde::Serialize;

use super::{
    World,
    calendar::Month,
    files::{self, Aside, Tables, Zip},
    keys::Keys,
    pages::Pages,
    region::{self, Region},
    roster,
};

const PERSONS: &str = "iin,last_name,first_name,middle_name,birth_date,sex,guardian_iins,kato,status,status_on\n";
const MANDATES: &str = "iin,bin,role,from,to,regions\n";
const BUDGET: &str = "issuer_bin,issuer_name,programme,region,year,month,source,kbk,amount_tiyn\n";
const RATES: &str = "programme,region,locality,performer_kind,group_kind,hours,valid_from,valid_to,monthly_tiyn,\
    act_number,act_date,note\n";
const PERFORMERS: [(&str, &str); 4] = [
    (
        "performers.csv",
        "bin,name_kk,name_ru,kind,programme,region,locality,kato,iban,bik,licence_number,licence_on,admitted_on\n",
    ),
    ("objects.csv", "object,bin,rka,kato,address,capacity\n"),
    ("groups.csv", "group,bin,object,title,group_kind,hours,capacity,age_from,age_to,weekdays,vacations\n"),
    ("state_orders.csv", "number,bin,issuer_bin,programme,signed_on,month,places,amount_tiyn\n"),
];
const ROSTER: [(&str, &str); 6] = [
    ("orgs.csv", roster::ORGS),
    ("classes.csv", roster::CLASSES),
    ("users.csv", roster::USERS),
    ("roles.csv", roster::ROLES),
    ("enrollments.csv", roster::ENROLLMENTS),
    ("demographics.csv", roster::DEMOGRAPHICS),
];
/// What world.json admits to have made up.
const INVENTED: [&str; 7] = [
    "every person, name, IIN, BIN, IBAN, licence, address and contract",
    "rates.csv: monthly sums by region, locality and kind of group, and their act numbers",
    "2026-10/rates.csv: the repricing and its act",
    "budget.csv: sums and KBK codes",
    "performers.zip: vacations of groups, kinds of group and hours, KATO below the region, RKA",
    "state_orders.csv: numbers, places and sums",
    "share and distribution of arrivals, departures, absences and QR marks",
];

/// What was written.
#[derive(Serialize, Clone, PartialEq, Eq, Debug)]
pub struct Summary {
    pub performers: u32,
    /// Children in persons.csv, with those who go to no school of this world.
    pub children: u64,
}

impl World {
    /// Writes the world's files into `dir`, which is made when it is absent.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn write(&self, dir: &Path) -> Result<Summary> {
        let mut regions = region::regions(self.nation(), self.seed);
        let mut out = Outputs::create(dir).with_context(|| format!("cannot write a world into {}", dir.display()))?;
        let mut pages = Pages::default();
        let mut children = 0;
        for unit in 0..self.units() {
            pages.clear();
            self.unit(unit, &regions, &mut pages)?;
            out.append(&pages)?;
            children += pages.children;
            let index = self.region_of(unit, regions.len());
            if let Some(region) = regions.get_mut(index) {
                region.need += pages.need;
            }
        }
        let summary = Summary { performers: self.size.performers(), children };
        tables(dir, &regions)?;
        out.finish(self, dir, &summary)?;
        Ok(summary)
    }
}

/// The files that have a row per region.
fn tables(dir: &Path, regions: &[Region]) -> Result<()> {
    let mut budget = BUDGET.as_bytes().to_vec();
    let mut rates = RATES.as_bytes().to_vec();
    let mut repricing = RATES.as_bytes().to_vec();
    for region in regions {
        region::write_budget(&mut budget, region);
        region::write_rates(&mut rates, region);
        region::write_repricing(&mut repricing, region);
    }
    fs::write(dir.join("budget.csv"), budget)?;
    fs::write(dir.join("rates.csv"), rates)?;
    fs::write(dir.join("2026-10/rates.csv"), repricing)?;
    Ok(())
}

/// The growing files.
struct Outputs {
    persons: BufWriter<fs::File>,
    mandates: BufWriter<fs::File>,
    performers: Tables,
    rosters: [Tables; 2],
    sheets: [Zip; 2],
    late: Zip,
    counts: Aside,
    planted: Aside,
    keys: Keys,
    /// Rows so far in persons.csv and September's enrollments.csv.
    rows: [u64; 2],
}

impl Outputs {
    fn create(dir: &Path) -> Result<Self> {
        for month in Month::BOTH {
            fs::create_dir_all(dir.join(month.text()))?;
        }
        let [september, october] = Month::BOTH.map(|month| dir.join(month.text()));
        let mut persons = files::create(&dir.join("persons.csv"))?;
        persons.write_all(PERSONS.as_bytes())?;
        let mut mandates = files::create(&dir.join("mandates.csv"))?;
        mandates.write_all(MANDATES.as_bytes())?;
        Ok(Self {
            persons,
            mandates,
            performers: Tables::create(dir.join("performers.zip"), &PERFORMERS)?,
            rosters: [
                Tables::create(september.join("oneroster.zip"), &ROSTER)?,
                Tables::create(october.join("oneroster.zip"), &ROSTER)?,
            ],
            sheets: [
                files::create_zip(&september.join("timesheets.zip"))?,
                files::create_zip(&october.join("timesheets.zip"))?,
            ],
            late: files::create_zip(&october.join("late.zip"))?,
            counts: Aside::create(dir.join("world.json.counts.part"))?,
            planted: Aside::create(dir.join("world.json.planted.part"))?,
            keys: Keys::create(&dir.join("ca"))?,
            rows: [0; 2],
        })
    }

    fn append(&mut self, pages: &Pages) -> Result<()> {
        self.persons.write_all(&pages.persons)?;
        self.mandates.write_all(&pages.mandates)?;
        self.performers.append(&[&pages.performers, &pages.objects, &pages.groups, &pages.state_orders])?;
        for (tables, roster) in self.rosters.iter_mut().zip(&pages.rosters) {
            tables.append(&[
                &roster.orgs,
                &roster.classes,
                &roster.users,
                &roster.roles,
                &roster.enrollments,
                &roster.demographics,
            ])?;
        }
        for (zip, sheets) in self.sheets.iter_mut().zip(&pages.sheets) {
            files::entries(zip, sheets)?;
        }
        files::entries(&mut self.late, &pages.late)?;
        self.counts.append(&pages.counts)?;
        pages.holders.iter().try_for_each(|holder| self.keys.issue(holder))?;
        pages.logins.iter().try_for_each(|login| self.keys.issue_login(login))?;
        let mut planted = Vec::new();
        for mistake in &pages.planted {
            mistake.write(&mut planted, self.rows)?;
        }
        let [persons, enrollments] = &mut self.rows;
        *persons += pages.persons_rows;
        let [september, _] = &pages.rosters;
        *enrollments += september.rows;
        self.planted.append(&planted)
    }

    fn finish(mut self, world: &World, dir: &Path, summary: &Summary) -> Result<()> {
        self.persons.flush()?;
        self.mandates.flush()?;
        self.performers.finish(&[])?;
        for (month, tables) in Month::BOTH.into_iter().zip(self.rosters) {
            tables.finish(&[
                ("manifest.csv", roster::manifest(month)),
                ("academicSessions.csv", roster::sessions(month)),
                ("courses.csv", roster::courses(month)),
            ])?;
        }
        for zip in self.sheets.into_iter().chain([self.late]) {
            zip.finish()?.flush()?;
        }
        let mut json = files::create(&dir.join("world.json"))?;
        let head = serde_json::json!({
            "seed": world.seed, "programme": "school", "nation": world.nation(),
            "performers_count": summary.performers, "children": summary.children,
            "months": Month::BOTH.map(Month::text), "invented": INVENTED,
        });
        let head = serde_json::to_string(&head)?;
        json.write_all(head.trim_end_matches('}').as_bytes())?;
        json.write_all(b",\n\"performers\":[")?;
        self.counts.copy_items_to(&mut json)?;
        json.write_all(b"],\n\"planted\":[")?;
        self.planted.copy_items_to(&mut json)?;
        json.write_all(b"]}\n")?;
        Ok(json.flush()?)
    }
}

//! Whether what was timed is right: the marks are all visible, and a sample of the export gives the same amounts by law's own calculator.

use std::{collections::HashMap, fs::File, path::Path};

use anyhow::{Context as _, Result};
use law::Pack;
use registry::{
    app::App,
    attendance,
    cabinets::{Export, export},
    platform::{Actor, Progress},
};
use serde_json::{Value, json};

use super::world::{MONTH, World};

/// Performers of the small region whose lines are recomputed.
const SAMPLE: usize = 5;

/// The rows of a file by the columns' names.
type Rows = Vec<HashMap<String, String>>;

/// Every list is in the folded months, and every folded month in the lists.
pub(super) async fn marks(app: &App, world: &World) -> Result<()> {
    for region in &world.regions {
        let tx = app.begin(&Actor::console(app.clock.id()), "bench.read", region.code).await?;
        let wrong = attendance::differences(&tx, region.code, MONTH).await?;
        tx.commit().await?;
        if !wrong.is_empty() {
            return Err(anyhow::anyhow!("{} contracts of region {} lost marks", wrong.len(), region.code));
        }
    }
    Ok(())
}

/// Exports the small region and recomputes lines of a few performers; gives the cases, as the calculator reads them.
pub(super) async fn amounts(app: &App, world: &World, out: &Path) -> Result<Vec<Vec<u8>>> {
    let region = world.regions.last().context("a world without regions")?;
    let what = Export { month: MONTH, programme: None, region: Some(region.code), out: out.to_owned() };
    export(app, &Actor::console(app.clock.id()), what, &Progress::silent()).await?;
    let sample: Vec<&str> = region.performers.iter().take(SAMPLE).map(|performer| performer.bin.as_str()).collect();
    let of_sample = |row: &HashMap<String, String>| sample.contains(&cell(row, "performer_bin"));
    let weekdays: HashMap<String, Value> = read(out, "groups.csv", &of_sample)?
        .iter()
        .map(|row| {
            let days = cell(row, "weekdays").split(' ').filter_map(|day| day.parse().ok()).collect::<Vec<u8>>();
            (cell(row, "group").to_owned(), json!(days))
        })
        .collect();
    let enrolments: HashMap<String, HashMap<String, String>> = read(out, "enrolments.csv", &of_sample)?
        .into_iter()
        .map(|row| (cell(&row, "contract_number").to_owned(), row))
        .collect();
    let mut marks = HashMap::<(String, String), serde_json::Map<String, Value>>::new();
    for row in read(out, "marks.csv", &|row| weekdays.contains_key(cell(row, "group")))? {
        let place = (cell(&row, "beneficiary").to_owned(), cell(&row, "group").to_owned());
        marks.entry(place).or_default().insert(cell(&row, "date").to_owned(), json!(cell(&row, "mark")));
    }
    let mut cases = Vec::new();
    for line in &read(out, "act_lines.csv", &of_sample)? {
        let enrolment = enrolments.get(cell(line, "contract_number")).context("a line without an enrolment")?;
        let group = cell(enrolment, "group");
        let case = json!({"id": 1, "op": "amount_due", "in": {
            "programme": world.programme,
            "nominal": cell(line, "nominal").parse::<i64>().context("reading a nominal")?,
            "month": cell(line, "month"),
            "calendar": {"weekdays": weekdays.get(group)},
            "enrolled_from": cell(enrolment, "from"),
            "enrolled_to": Some(cell(enrolment, "to")).filter(|to| !to.is_empty()),
            "marks": marks.get(&(cell(enrolment, "beneficiary").to_owned(), group.to_owned())),
        }});
        cases.push(compare(line, case)?);
    }
    Ok(cases)
}

fn compare(line: &HashMap<String, String>, mut case: Value) -> Result<Vec<u8>> {
    if let Some(input) = case.get_mut("in").and_then(Value::as_object_mut) {
        input.retain(|_, value| !value.is_null());
    }
    let (mut answer, text) = (Vec::new(), serde_json::to_vec(&case)?);
    law::calc::run(Pack::kz(), text.as_slice(), &mut answer)?;
    let answer: Value = serde_json::from_slice(&answer)?;
    let found = answer.get("out").with_context(|| format!("law refuses {case}: {answer}"))?;
    for name in
        ["study_days", "enrolled_days", "present", "excused", "leave", "closed", "unexcused", "payable_days", "due"]
    {
        let told = cell(line, name).parse::<i64>().ok();
        if found.get(name).and_then(Value::as_i64) != told {
            return Err(anyhow::anyhow!("{name} of a line is {told:?}, its export gives {found}"));
        }
    }
    Ok(text)
}

fn cell<'r>(row: &'r HashMap<String, String>, name: &str) -> &'r str {
    row.get(name).map_or("", String::as_str)
}

fn read(folder: &Path, name: &str, wanted: &dyn Fn(&HashMap<String, String>) -> bool) -> Result<Rows> {
    let file = File::open(folder.join(name)).with_context(|| format!("reading {name}"))?;
    let mut rows = Vec::new();
    for row in csv::Reader::from_reader(std::io::BufReader::new(file)).deserialize() {
        let row: HashMap<String, String> = row.with_context(|| format!("reading {name}"))?;
        if wanted(&row) {
            rows.push(row);
        }
    }
    Ok(rows)
}

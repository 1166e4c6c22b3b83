//! `kill -9` of the application and of PostgreSQL, from the first import to the drafts of acts (promises P1 and P3). The number of
//! kills and the seed come from `QAZYNA_KILLS` and `QAZYNA_SEED`, for longer runs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use crate::place::{Place, answer, codes, ends_within};

/// How a step is broken off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Blow {
    /// The application dies at a random moment.
    Application,
    /// The first process of PostgreSQL dies at a random moment.
    Postgres,
    /// The application stands still at a commit and dies there.
    #[cfg(feature = "failpoints")]
    AtCommit,
}

const BLOWS: &[Blow] = &[
    Blow::Application,
    Blow::Postgres,
    #[cfg(feature = "failpoints")]
    Blow::AtCommit,
];

/// A seeded source of choices (`SplitMix64`).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % limit
    }
}

fn from_env(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().unwrap())
}

fn kill_9(pid: &str) {
    // It may have ended meanwhile.
    Command::new("kill").args(["-9", pid]).stderr(std::process::Stdio::null()).status().unwrap();
}

/// Where the private cluster of a data folder lies: there, or behind the link of its log.
fn postmaster(place: &Place) -> Option<String> {
    let home = fs::canonicalize(place.data().join("log")).ok().and_then(|log| Some(log.parent()?.to_owned()));
    let pid = home.unwrap_or_else(|| place.data()).join("postgres/postmaster.pid");
    fs::read_to_string(pid).ok()?.lines().next().map(str::to_owned)
}

/// The fail points at commits and how many are let pass first.
#[cfg(feature = "failpoints")]
fn fail_point(dice: &mut Dice) -> String {
    let points = ["before-commit", "after-commit", "close-before-chunk-commit", "close-after-chunk-commit"];
    let point = points[usize::try_from(dice.below(4)).unwrap()];
    match dice.below(8) {
        0 => format!("{point}=pause"),
        pass => format!("{point}={pass}*off->pause"),
    }
}

fn start(place: &Place, step: &[String], blow: Blow, dice: &mut Dice) -> Child {
    let mut command = place.command(step);
    match blow {
        #[cfg(feature = "failpoints")]
        Blow::AtCommit => {
            command.env("FAILPOINTS", fail_point(dice));
        }
        Blow::Application | Blow::Postgres => {
            // The same throw with and without fail points.
            dice.below(8);
        }
    }
    command.spawn().unwrap()
}

/// Runs a step and strikes; tells whether the blow hit, and the acknowledged answer if it did not.
fn strike(place: &Place, step: &[String], blow: Blow, (dice, usual): (&mut Dice, Duration)) -> Option<i32> {
    let mut child = start(place, step, blow, dice);
    let moment = Duration::from_millis(dice.below(u64::try_from(usual.as_millis()).unwrap().max(1)));
    let wait = match blow {
        Blow::Application | Blow::Postgres => moment,
        // Whoever has not ended by then stands at the fail point.
        #[cfg(feature = "failpoints")]
        Blow::AtCommit => usual + Duration::from_millis(1500),
    };
    if ends_within(&mut child, wait) {
        return Some(answer(child.wait_with_output().unwrap()).code);
    }
    if blow == Blow::Postgres {
        // The server appears after the first few milliseconds of a command.
        for _ in 0..200 {
            if let Some(pid) = postmaster(place) {
                kill_9(&pid);
                break;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        assert!(ends_within(&mut child, Duration::from_secs(60)), "{step:?} hangs without its database");
    } else {
        child.kill().unwrap();
    }
    // Killing the application closes the pipes only when its server is gone too: do not read them.
    child.wait().unwrap();
    None
}

/// Repeats a step until it is acknowledged; answers its exit status and codes.
fn finish(place: &Place, step: &[String]) -> (i32, Vec<String>) {
    let done = place.run(step);
    let repeated = codes(&done.result["errors"]).contains(&"file.repeated".to_owned());
    assert!(done.code == 0 || done.code == 1 || repeated, "{step:?}: {} {} {}", done.code, done.stdout, done.stderr);
    (done.code, codes(&done.result["errors"]))
}

/// An identifier, a time, a pseudonym or a voucher's number becomes `*`: they differ between two runs of the same world.
fn without_ids(cell: &str) -> String {
    let hex = |text: &str| text.chars().all(|letter| letter.is_ascii_hexdigit());
    let is_uuid = cell.len() >= 36 && cell.is_char_boundary(36) && cell[..36].split('-').all(hex) && cell.contains('-');
    let is_time = cell.len() > 20 && cell.ends_with('Z') && cell.contains('T') && cell.contains(':');
    let is_pseudonym = cell.len() == 20 && hex(cell);
    if is_uuid || is_time || is_pseudonym {
        return "*".to_owned();
    }
    numbers(cell).iter().fold(cell.to_owned(), |text, number| text.replace(number, "*"))
}

/// The numbers of vouchers in a cell, also within an account's name.
fn numbers(cell: &str) -> Vec<String> {
    cell.match_indices("SCH-75-")
        .filter_map(|(at, _)| cell.get(at..at + "SCH-75-2026-00000001-R".len()))
        .map(str::to_owned)
        .collect()
}

/// What an export says, but for ids and times: the rows of each file, and the rows of each voucher over all files.
fn meaning(folder: &Path) -> BTreeMap<String, Vec<String>> {
    let mut all = BTreeMap::<String, Vec<String>>::new();
    let mut vouchers = BTreeMap::<String, Vec<String>>::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !name.ends_with(".csv") {
            continue;
        }
        let mut reader = csv::Reader::from_path(&path).unwrap();
        for row in reader.records() {
            let row = row.unwrap();
            let text = row.iter().map(without_ids).collect::<Vec<_>>().join(",");
            let named: BTreeSet<String> = row.iter().flat_map(numbers).collect();
            for number in named {
                vouchers.entry(number).or_default().push(format!("{name}: {text}"));
            }
            all.entry(name.clone()).or_default().push(text);
        }
    }
    for rows in vouchers.values_mut() {
        rows.sort();
    }
    all.insert("vouchers".to_owned(), vouchers.into_values().map(|rows| rows.join("\n")).collect());
    all.values_mut().for_each(|rows| rows.sort());
    all
}

#[test]
fn kill_9_of_the_application_and_of_postgresql_loses_nothing_and_leaves_nothing_half_done() {
    let (kills, seed) = (from_env("QAZYNA_KILLS", 24), from_env("QAZYNA_SEED", 1));
    println!("{kills} kills, seed {seed}");
    let mut dice = Dice(seed);
    let (calm, struck) = (Place::new(3, 1), Place::new(3, 1));
    let mut usual = Vec::new();
    for step in calm.steps() {
        let began = Instant::now();
        finish(&calm, &step);
        usual.push(began.elapsed());
    }
    let steps = struck.steps();
    let each = kills.div_ceil(u64::try_from(steps.len()).unwrap());
    let (mut hits, mut acknowledged) = (0, Vec::new());
    for (step, usual) in steps.iter().zip(usual) {
        let mut misses = 0;
        for n in 0.. {
            if hits >= kills || n - misses >= each || misses > 3 * each {
                break;
            }
            let blow = BLOWS[usize::try_from(dice.below(u64::try_from(BLOWS.len()).unwrap())).unwrap()];
            match strike(&struck, step, blow, (&mut dice, usual)) {
                None => hits += 1,
                Some(code) => {
                    misses += 1;
                    if (code == 0 || code == 1) && step[0] == "import" {
                        acknowledged.push(step.clone());
                    }
                }
            }
        }
        if finish(&struck, step).0 != 2 && step[0] == "import" {
            acknowledged.push(step.clone());
        }
    }
    // A blow may come after the step is done; on a machine of whatever speed half of them must not.
    assert!(hits * 2 >= kills, "only {hits} of {kills} blows hit");
    for step in &acknowledged {
        assert_eq!(finish(&struck, step).1.last().map(String::as_str), Some("file.repeated"), "{step:?} was lost");
    }
    struck.require_sound();
    calm.require_sound();
    let (expected, found) = (meaning(&calm.export("export")), meaning(&struck.export("export")));
    assert!(expected["act_lines.csv"].len() > 500 && expected["vouchers"].len() > 500);
    for (file, rows) in &expected {
        let differ = rows.iter().zip(&found[file]).find(|(expected, found)| expected != found);
        assert!(rows == &found[file], "{file}, {} and {} rows: {differ:?}", rows.len(), found[file].len());
    }
}

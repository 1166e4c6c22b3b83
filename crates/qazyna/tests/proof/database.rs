//! A database that somebody else runs (`--database-url`), and the configuration.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::process::{Command, Stdio};

use registry::platform::cluster::{Cluster, ClusterConfig, DATABASE, Durability, Role};

use crate::place::{Answer, Place, answer};

fn run(place: &Place, url: &str, line: &str) -> Answer {
    let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
    answer(place.command(&words).arg("--database-url").arg(url).output().unwrap())
}

fn psql(mut command: Command, url: &str, sql: &str) {
    let words = ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", sql];
    assert!(command.args(words).stdout(Stdio::null()).status().unwrap().success(), "{sql}");
}

/// One statement as the schema's owner.
fn as_owner(cluster: &Cluster, sql: &str) {
    psql(Command::new("psql"), &cluster.url(Role::Owner, DATABASE), sql);
}

/// One statement as the administrator of the server, whom it knows by the user `postgres` or, where nobody is root, by ours.
fn as_administrator(cluster: &Cluster, sql: &str) {
    let is_root = fs::metadata("/proc/self").unwrap().uid() == 0;
    let mut command = Command::new(if is_root { "runuser" } else { "psql" });
    if is_root {
        command.args(["-u", "postgres", "--", "psql"]).current_dir("/");
    }
    psql(command, &cluster.url(Role::Owner, DATABASE).replace(Role::Owner.name(), "postgres"), sql);
}

#[test]
fn a_given_database_is_migrated_by_its_owner_and_used_only_at_its_own_version() {
    let place = Place::new(1, 1);
    let small = ClusterConfig { shared_buffers_mb: 16, durability: Durability::Test, ..ClusterConfig::default() };
    let cluster = Cluster::start(&place.path("elsewhere"), &small).unwrap();
    let owner = cluster.url(Role::Owner, DATABASE);
    let import = format!("import budget {}", place.world("budget.csv"));

    as_administrator(&cluster, "GRANT qazyna_app, qazyna_signer TO qazyna_owner");

    let early = run(&place, &owner, &import);
    assert_eq!(early.code, 2);
    assert!(early.stderr.contains("schema.version"), "{}", early.stderr);

    // The application may not make a schema.
    assert_eq!(run(&place, &cluster.url(Role::App, DATABASE), "migrate").code, 2);
    let first = run(&place, &owner, "migrate");
    assert_eq!(
        (first.code, first.result["applied"].as_i64()),
        (0, Some(registry::platform::migrate::version())),
        "{}",
        first.stderr
    );
    assert!(first.result["partitions"].as_u64().unwrap() > 100);
    let again = run(&place, &owner, "migrate");
    assert_eq!(
        (again.code, again.result["applied"].as_u64(), again.result["partitions"].as_u64()),
        (0, Some(0), Some(0))
    );

    let done = run(&place, &owner, &import);
    assert_eq!(done.code, 0, "{}", done.stderr);
    assert_eq!(run(&place, &owner, "audit").code, 0);
    assert!(!place.data().join("postgres").exists(), "a private cluster was made beside the given one");

    as_owner(&cluster, "UPDATE refinery_schema_history SET version = version + 1000");
    for line in [import.as_str(), "audit", "close --month 2026-09"] {
        let refused = run(&place, &owner, line);
        assert_eq!(refused.code, 2, "{line}");
        assert!(refused.stderr.contains("schema.version"), "{line}: {}", refused.stderr);
    }
    as_owner(&cluster, "UPDATE refinery_schema_history SET version = version - 1000");
    assert_eq!(run(&place, &owner, "audit").code, 0);
    cluster.stop();
}

fn payers(programmes: &str, knp: &str) -> String {
    format!(
        "[[payers]]\nprogrammes = [\"{programmes}\"]\nvalid_from = \"2025-01-01\"\nname = \"ГУ\"\nbin = \"990140000126\"\n\
        iban = \"KZ75125KZT1001300335\"\nbik = \"KKMFKZ2A\"\nknp = \"{knp}\"\n"
    )
}

#[test]
fn config_check_says_what_is_wrong_and_no_command_begins_with_it() {
    let place = Place::new(1, 1);
    fs::create_dir_all(place.data()).unwrap();
    let check = || place.line("config check");
    let fresh = check();
    assert_eq!((fresh.code, fresh.result["database"].as_str()), (0, Some("private")), "{}", fresh.stderr);
    for (wrong, named) in [
        ("[log]\ncheckpoint_s_max = 0\n", "checkpoint_s_max"),
        ("[log]\ncheckpoint_s_max = \"soon\"\n", "checkpoint_s_max"),
        ("[serve]\naddress = \"nowhere\"\n", "address"),
        ("[signatures]\nroots = \"/nowhere/at/all\"\n", "/nowhere/at/all"),
        (&payers("school", "859").replace("KZ75", "KZ76"), "payers, row 1: iban"),
        ("this is no toml", "qazyna.toml"),
    ] {
        fs::write(place.data().join("qazyna.toml"), wrong).unwrap();
        for answer in [check(), place.line("audit")] {
            assert_eq!(answer.code, 2, "{wrong}");
            assert!(answer.stderr.contains(named), "{wrong}: {}", answer.stderr);
        }
        assert!(!place.data().join("postgres").exists());
    }
    fs::write(place.data().join("qazyna.toml"), "database_url = \"host=/nowhere\"\n[log]\norigin = \"test/log\"\n")
        .unwrap();
    let payers_missing = |answer: &Answer| answer.result["missing_payers"].as_array().map_or(0, Vec::len);
    let given = check();
    assert_eq!(payers_missing(&given), 4);
    assert!(given.stderr.contains("[[payers]]"), "{}", given.stderr);
    assert_eq!((given.result["database"].as_str(), given.result["origin"].as_str()), (Some("given"), Some("test/log")));
    let template = Command::new(env!("CARGO_BIN_EXE_qazyna")).args(["config", "template"]).output().unwrap();
    fs::write(place.data().join("qazyna.toml"), template.stdout).unwrap();
    assert_eq!(check().code, 0);
    let entered = payers("preschool\", \"school\", \"extra\", \"tvet", "859");
    fs::write(place.data().join("qazyna.toml"), entered).unwrap();
    let entered = check();
    assert_eq!((entered.code, payers_missing(&entered)), (0, 0), "{}", entered.stderr);
}

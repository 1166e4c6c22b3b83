//! The launcher against the PostgreSQL of this machine.

use std::fs::{self, Permissions};
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Stdio;

use super::*;

/// A data folder that every user may enter, removed at the end.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        let place = tempfile::Builder::new().prefix("qz").tempdir_in("/tmp").unwrap();
        fs::set_permissions(place.path(), Permissions::from_mode(0o711)).unwrap();
        Self(place)
    }

    fn data(&self) -> PathBuf {
        self.0.path().join("data")
    }
}

fn small() -> ClusterConfig {
    ClusterConfig { shared_buffers_mb: 16, max_connections: 20, ..ClusterConfig::default() }
}

/// Runs one statement as a role and answers its first value, or PostgreSQL's words.
fn query(config: &Config, sql: &str) -> Result<String, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let words = |error: tokio_postgres::Error| error.as_db_error().map_or(error.to_string(), |db| db.message().into());
    runtime.block_on(async {
        let (client, connection) = config.connect(NoTls).await.map_err(words)?;
        tokio::spawn(connection);
        let rows = client.simple_query(sql).await.map_err(words)?;
        let first = rows.iter().find_map(|message| {
            let tokio_postgres::SimpleQueryMessage::Row(row) = message else { return None };
            row.get(0).map(str::to_owned)
        });
        Ok(first.unwrap_or_default())
    })
}

fn kill_9(pid: u32) {
    assert!(Command::new("kill").args(["-9", &pid.to_string()]).status().unwrap().success());
}

#[test]
fn a_row_outlives_stop_and_start_and_a_second_starter_connects() {
    let place = Place::new();
    let first = Cluster::start(&place.data(), &small()).unwrap();
    query(&first.config(Role::Owner, DATABASE), "CREATE TABLE kept AS SELECT 42 AS value").unwrap();

    let second = Cluster::start(&place.data(), &small()).unwrap();
    assert!(first.is_owner() && !second.is_owner());
    assert_eq!(first.postmaster_pid(), second.postmaster_pid());
    drop(second);
    assert_eq!(query(&first.config(Role::Owner, DATABASE), "SELECT value FROM kept").unwrap(), "42");

    first.stop();
    let again = Cluster::start(&place.data(), &small()).unwrap();
    assert!(again.is_owner());
    assert_eq!(query(&again.config(Role::Owner, DATABASE), "SELECT value FROM kept").unwrap(), "42");
}

#[test]
fn kill_9_of_the_postmaster_loses_nothing_and_the_next_start_recovers() {
    let place = Place::new();
    let cluster = Cluster::start(&place.data(), &small()).unwrap();
    query(&cluster.config(Role::Owner, DATABASE), "CREATE TABLE kept AS SELECT 42 AS value").unwrap();
    kill_9(cluster.postmaster_pid().unwrap());
    drop(cluster);
    let again = Cluster::start(&place.data(), &small()).unwrap();
    assert_eq!(query(&again.config(Role::Owner, DATABASE), "SELECT value FROM kept").unwrap(), "42");
}

/// Not a test by itself: the process that `kill_9_of_our_process_stops_postgresql_cleanly` starts and kills.
#[test]
fn process_to_be_killed() {
    let Some(data) = std::env::var_os("QAZYNA_TEST_KILLED_DATA") else { return };
    let cluster = Cluster::start(Path::new(&data), &small()).unwrap();
    query(&cluster.config(Role::Owner, DATABASE), "CREATE TABLE kept AS SELECT 42 AS value").unwrap();
    eprintln!("\npostmaster {}", cluster.postmaster_pid().unwrap());
    thread::sleep(Duration::from_secs(120));
}

#[test]
fn kill_9_of_our_process_stops_postgresql_cleanly() {
    let place = Place::new();
    let mut process = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "--nocapture", "platform::cluster::tests::process_to_be_killed"])
        .env("QAZYNA_TEST_KILLED_DATA", place.data())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(process.stderr.take().unwrap()).lines();
    let postmaster = lines.find_map(|line| line.unwrap().strip_prefix("postmaster ")?.parse::<u32>().ok()).unwrap();
    process.kill().unwrap();
    process.wait().unwrap();

    // Straight away: the old server may still be shutting down.
    let again = Cluster::start(&place.data(), &small()).unwrap();
    assert_ne!(again.postmaster_pid(), Some(postmaster));
    assert_eq!(query(&again.config(Role::Owner, DATABASE), "SELECT value FROM kept").unwrap(), "42");
    let log = fs::read_to_string(again.log()).unwrap();
    assert!(log.contains("received fast shutdown request") && log.contains("database system is shut down"), "{log}");
    assert!(!log.contains("not properly shut down"), "{log}");
}

#[test]
fn no_role_of_ours_is_a_superuser_and_only_the_owner_may_create() {
    let place = Place::new();
    let cluster = Cluster::start(&place.data(), &small()).unwrap();
    for role in Role::ALL {
        let config = cluster.config(role, DATABASE);
        let sql = "SELECT concat(rolsuper, rolcreatedb, rolcreaterole, rolbypassrls, rolreplication) FROM pg_roles WHERE rolname = current_user";
        assert_eq!(query(&config, sql).unwrap(), "fffff", "{role:?}");
        let created = query(&config, "CREATE TABLE public.t (x int)");
        if role == Role::Owner {
            assert_eq!(created, Ok(String::new()));
        } else {
            assert_eq!(created, Err("permission denied for schema public".to_owned()), "{role:?}");
            let schema = query(&config, "CREATE SCHEMA mine").unwrap_err();
            assert!(schema.contains("permission denied for database"), "{role:?}: {schema}");
        }
    }
    let superuser = query(&cluster.config_as("postgres", DATABASE), "SELECT 1").unwrap_err();
    assert!(superuser.contains("Peer authentication failed"), "{superuser}");
    let kit = query(&cluster.test_kit_config(DATABASE), "SELECT 1").unwrap_err();
    assert!(kit.contains("Peer authentication failed"), "{kit}");
}

#[test]
fn a_full_cluster_forces_each_commit_to_the_disk_and_listens_on_no_port() {
    let place = Place::new();
    let cluster = Cluster::start(&place.data(), &small()).unwrap();
    let setting = |name: &str| query(&cluster.config(Role::App, DATABASE), &format!("SHOW {name}")).unwrap();
    for name in ["fsync", "full_page_writes", "synchronous_commit"] {
        assert_eq!(setting(name), "on", "{name}");
    }
    assert_eq!((setting("listen_addresses"), setting("jit")), (String::new(), "off".to_owned()));
    assert_eq!(
        query(
            &cluster.config(Role::App, DATABASE),
            "SELECT datcollate FROM pg_database WHERE datname = current_database()"
        )
        .unwrap(),
        "C.UTF-8"
    );
}

#[test]
fn data_of_another_major_version_is_explained() {
    let place = Place::new();
    fs::create_dir_all(place.data().join("postgres")).unwrap();
    fs::write(place.data().join("postgres/PG_VERSION"), "9\n").unwrap();
    let words = Cluster::start(&place.data(), &small()).unwrap_err().to_string();
    assert!(words.contains("written by PostgreSQL 9") && words.contains("apt-get install"), "{words}");
}

#[test]
fn a_path_too_long_for_a_socket_and_with_odd_letters_works() {
    let place = Place::new();
    let data = place.data().join("қала, 'аула' ".repeat(8)).join("x");
    let cluster = Cluster::start(&data, &small()).unwrap();
    assert_eq!(query(&cluster.config(Role::App, DATABASE), "SELECT 1").unwrap(), "1");
    fs::remove_dir_all(&cluster.folder.socket).unwrap();
}

#[test]
fn a_half_made_cluster_is_made_anew() {
    let place = Place::new();
    fs::create_dir_all(place.data().join("postgres.new/base")).unwrap();
    let cluster = Cluster::start(&place.data(), &small()).unwrap();
    assert_eq!(query(&cluster.config(Role::App, DATABASE), "SELECT 1").unwrap(), "1");
}

#[test]
fn a_lock_file_that_names_a_stranger_does_not_stop_the_start() {
    let place = Place::new();
    Cluster::start(&place.data(), &small()).unwrap().stop();
    fs::write(place.data().join("postgres/postmaster.pid"), format!("{}\n", std::process::id())).unwrap();
    assert!(Cluster::start(&place.data(), &small()).unwrap().is_owner());
}

#[test]
fn start_may_be_called_inside_a_runtime() {
    let place = Place::new();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async { Cluster::start(&place.data(), &small()).unwrap() }).stop();
}

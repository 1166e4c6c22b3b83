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

/// Not a test by itself: the process that other tests start. It uses the cluster until its input ends.
#[test]
fn process_that_uses_the_cluster() {
    let Some(data) = std::env::var_os("QAZYNA_TEST_CLUSTER_DATA") else { return };
    let cluster = Cluster::start(Path::new(&data), &small()).unwrap();
    query(&cluster.config(Role::Owner, DATABASE), "CREATE TABLE IF NOT EXISTS kept AS SELECT 42 AS value").unwrap();
    eprintln!("\npostmaster {}", cluster.postmaster_pid().unwrap());
    std::io::stdin().read_line(&mut String::new()).unwrap();
    cluster.stop();
}

/// Another process that uses the cluster of a place, and the process id of the server.
struct Other {
    process: std::process::Child,
    postmaster: u32,
}

impl Other {
    fn start(place: &Place) -> Self {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "--nocapture", "platform::cluster::tests::process_that_uses_the_cluster"])
            .env("QAZYNA_TEST_CLUSTER_DATA", place.data())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stderr.take().unwrap()).lines();
        let postmaster = lines.find_map(|line| line.unwrap().strip_prefix("postmaster ")?.parse::<u32>().ok()).unwrap();
        Self { process, postmaster }
    }

    fn end(mut self) {
        drop(self.process.stdin.take());
        assert!(self.process.wait().unwrap().success());
    }

    fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

fn kept(cluster: &Cluster) -> String {
    query(&cluster.config(Role::Owner, DATABASE), "SELECT value FROM kept").unwrap()
}

#[test]
fn the_process_that_started_the_server_leaves_it_to_who_still_uses_it() {
    let place = Place::new();
    let other = Other::start(&place);
    let postmaster = other.postmaster;
    let mine = Cluster::start(&place.data(), &small()).unwrap();
    assert!(!mine.is_owner());

    other.end();
    assert_eq!((kept(&mine).as_str(), mine.postmaster_pid()), ("42", Some(postmaster)));
    let third = Other::start(&place);
    assert_eq!(third.postmaster, postmaster);
    third.end();

    let pgdata = mine.folder.pgdata.clone();
    mine.stop();
    assert_eq!(postmaster::running(&pgdata), None, "the last one out stops the server");
}

#[test]
fn a_killed_starter_takes_nobody_with_it_and_the_last_user_killed_stops_the_server() {
    let place = Place::new();
    let starter = Other::start(&place);
    let postmaster = starter.postmaster;
    let user = Other::start(&place);
    let mine = Cluster::start(&place.data(), &small()).unwrap();
    starter.kill();
    // The keeper would have been told by now.
    thread::sleep(Duration::from_millis(300));
    assert_eq!((kept(&mine).as_str(), mine.postmaster_pid()), ("42", Some(postmaster)));

    let (pgdata, log) = (mine.folder.pgdata.clone(), mine.log().to_owned());
    mine.stop();
    assert_eq!(postmaster::running(&pgdata), Some(postmaster), "another process still uses it");
    user.kill();
    let deadline = Instant::now() + Duration::from_secs(60);
    while postmaster::running(&pgdata).is_some() {
        assert!(Instant::now() < deadline, "nobody stops the server of a killed process");
        thread::sleep(Duration::from_millis(20));
    }
    let log = fs::read_to_string(log).unwrap();
    assert!(log.contains("received fast shutdown request") && !log.contains("not properly shut down"), "{log}");
}

#[test]
fn many_that_come_and_go_at_once_always_find_a_server() {
    let place = Place::new();
    thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| {
                for _ in 0..3 {
                    let cluster = Cluster::start(&place.data(), &small()).unwrap();
                    assert_eq!(query(&cluster.config(Role::App, DATABASE), "SELECT 1").unwrap(), "1");
                    cluster.stop();
                }
            });
        }
    });
    let pgdata = Cluster::start(&place.data(), &small()).unwrap().folder.pgdata.clone();
    assert_eq!(postmaster::running(&pgdata), None);
}

#[test]
fn kill_9_of_our_process_stops_postgresql_cleanly() {
    let place = Place::new();
    let other = Other::start(&place);
    let postmaster = other.postmaster;
    other.kill();

    // Straight away: the old server may still be shutting down.
    let again = Cluster::start(&place.data(), &small()).unwrap();
    assert_ne!(again.postmaster_pid(), Some(postmaster));
    assert_eq!(query(&again.config(Role::Owner, DATABASE), "SELECT value FROM kept").unwrap(), "42");
    let log = fs::read_to_string(again.log()).unwrap();
    assert!(log.contains("received fast shutdown request") && log.contains("database system is shut down"), "{log}");
    assert!(!log.contains("not properly shut down"), "{log}");
}

#[test]
fn a_server_killed_while_its_keeper_stops_it_keeps_nobody_waiting() {
    let place = Place::new();
    let other = Other::start(&place);
    let postmaster = other.postmaster;
    let signal = |name: &str| {
        assert!(Command::new("kill").args([name, &postmaster.to_string()]).status().unwrap().success());
    };
    // A stopped process takes the keeper's signal only later, so the keeper is surely waiting when the server dies.
    signal("-STOP");
    other.kill();
    thread::sleep(Duration::from_millis(500));
    signal("-KILL");

    let began = Instant::now();
    let again = Cluster::start(&place.data(), &small()).unwrap();
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    assert_eq!(kept(&again), "42");
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

//! The cluster's folder: where things lie, who may read them, how a new one is made.

use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt, chown, symlink};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, bail, ensure};
use sha2::{Digest, Sha256};

use super::programs::Programs;
use super::settings::Durability;
use super::users::{OsUser, Users};
use super::{READER, Role, os};

/// The longest path of a Unix socket is 107 bytes; this leaves room for `/.s.PGSQL.5432`.
const SOCKET_FOLDER_MAX: usize = 90;

/// Where the parts of a cluster lie. Everything outside `pgdata` and `socket` belongs to the user of this process, so
/// that the server's user cannot make us write elsewhere.
#[derive(Clone, Debug)]
pub(super) struct Folder {
    /// Held while somebody starts or stops the server.
    pub(super) turn: PathBuf,
    /// Held by everybody who uses the server.
    pub(super) used: PathBuf,
    /// PostgreSQL's own data.
    pub(super) pgdata: PathBuf,
    /// The folder of the Unix socket.
    pub(super) socket: PathBuf,
    /// What the server says.
    pub(super) log: PathBuf,
    /// Who may connect (`pg_hba.conf`).
    pub(super) access: PathBuf,
    /// Which user may be which role (`pg_ident.conf`).
    pub(super) map: PathBuf,
}

impl Folder {
    /// Makes the folders around the cluster and says where its parts lie.
    pub(super) fn prepare(data_dir: &Path, users: &Users) -> Result<Self> {
        make_folder(data_dir).with_context(|| format!("making the data folder {}", data_dir.display()))?;
        let data_dir = fs::canonicalize(data_dir)?;
        let home = home(&data_dir, users)?;
        let folder = Self {
            turn: data_dir.join("postgres.lock"),
            used: data_dir.join("postgres.used"),
            pgdata: home.join("postgres"),
            socket: socket_folder(&home),
            log: home.join("postgres.log"),
            access: home.join("pg_hba.conf"),
            map: home.join("pg_ident.conf"),
        };
        make_folder(&folder.socket)?;
        give(&folder.socket, &users.server, 0o755)?;
        Ok(folder)
    }

    /// Writes who may connect as what; the last word on it at every start. Peer authentication asks the kernel who is
    /// at the other end of the socket. Nobody but the user `postgres` may be the superuser, so the application is not.
    pub(super) fn write_access(&self, users: &Users, durability: Durability) -> Result<()> {
        let access = "# Written by qazyna at every start.\n\
                      local all postgres peer map=superuser\n\
                      local all all peer map=qazyna\n";
        let mut map = String::from("# Written by qazyna at every start.\n");
        let mut line = |list: &str, user: &OsUser, role: &str| {
            map.push_str(&format!("{list} \"{}\" {role}\n", user.name));
        };
        for role in Role::ALL {
            line("qazyna", &users.me, role.name());
        }
        if let Some(signer) = &users.signer {
            line("qazyna", signer, Role::Signer.name());
        }
        if users.drops_privilege() {
            line("superuser", &users.server, "postgres");
        }
        if durability == Durability::Test {
            line("qazyna", &users.me, TEST_KIT_ROLE);
            if !users.drops_privilege() {
                line("superuser", &users.me, "postgres");
            }
        }
        write_for_all(&self.access, access)?;
        write_for_all(&self.map, &map)
    }

    /// Makes the cluster if there is none: beside its place first, so that a half-made one is never mistaken for data.
    pub(super) fn make_if_missing(&self, programs: &Programs, users: &Users, durability: Durability) -> Result<()> {
        if self.pgdata.join("PG_VERSION").exists() {
            return Ok(());
        }
        let new = self.pgdata.with_extension("new");
        if new.exists() {
            fs::remove_dir_all(&new).with_context(|| format!("removing the half-made {}", new.display()))?;
        }
        tracing::info!(folder = %self.pgdata.display(), version = programs.major, "making a private PostgreSQL cluster");
        make_folder(&new)?;
        give(&new, &users.server, 0o700)?;
        let mut initdb: Vec<OsString> = vec!["-D".into(), new.clone().into()];
        initdb.extend(
            ["-U", "postgres", "--no-sync", "--locale=C.UTF-8", "--encoding=UTF8", "--auth=peer"].map(OsString::from),
        );
        programs.run("initdb", users, &initdb)?;
        bootstrap(&new, programs, users, durability)?;
        if durability == Durability::Full {
            os::sync_file_system(&File::open(&new)?).context("writing the new cluster to the disk")?;
        }
        fs::rename(&new, &self.pgdata)?;
        fs::write(self.roles_mark(), ROLES)?;
        File::open(self.pgdata.parent().unwrap_or(Path::new("/")))?.sync_all()?;
        Ok(())
    }

    /// Adds the roles that a cluster of an earlier version lacks; nothing once that is done. The server must not run.
    pub(super) fn add_roles(&self, programs: &Programs, users: &Users) -> Result<()> {
        if fs::read_to_string(self.roles_mark()).is_ok_and(|found| found == ROLES) {
            return Ok(());
        }
        single_user(&self.pgdata, programs, users, "postgres", &[reader_sql()])?;
        Ok(fs::write(self.roles_mark(), ROLES)?)
    }

    fn roles_mark(&self) -> PathBuf {
        self.pgdata.with_extension("roles")
    }
}

/// Which roles a cluster was made with.
const ROLES: &str = "2\n";

/// The reader, which the application may become and does not inherit; nothing where it is there. One line, as single-user mode reads.
fn reader_sql() -> String {
    let app = Role::App.name();
    format!(
        "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{READER}') THEN CREATE ROLE {READER} NOLOGIN; END IF; ALTER ROLE {app} NOINHERIT; GRANT {READER} TO {app}; END $$;\n"
    )
}

/// The role by which the test kit makes its databases; it exists in clusters for tests alone.
pub(super) const TEST_KIT_ROLE: &str = "qazyna_testkit";

/// Makes the roles and the database in single-user mode, where no authentication stands in the way and no superuser
/// ever has to be reachable by the application.
fn bootstrap(pgdata: &Path, programs: &Programs, users: &Users, durability: Durability) -> Result<()> {
    let plain = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS";
    let mut sql: Vec<String> = Role::ALL.iter().map(|role| format!("CREATE ROLE {} {plain};\n", role.name())).collect();
    sql.push(reader_sql());
    if durability == Durability::Test {
        sql.push(format!("CREATE ROLE {TEST_KIT_ROLE} LOGIN CREATEDB IN ROLE {};\n", Role::Owner.name()));
    }
    sql.push("REVOKE CREATE ON SCHEMA public FROM PUBLIC;\n".to_owned());
    sql.push(format!("CREATE DATABASE {} OWNER {};\n", super::DATABASE, Role::Owner.name()));

    single_user(pgdata, programs, users, "template1", &sql).context("making the roles and the database")
}

/// Runs statements, one a line, in single-user mode.
fn single_user(pgdata: &Path, programs: &Programs, users: &Users, database: &str, sql: &[String]) -> Result<()> {
    let mut single = programs.command("postgres", users);
    single.arg("--single").arg("-D").arg(pgdata);
    single.args(["-c", "exit_on_error=on", "-c", "fsync=off", database]);
    single.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut running = single.spawn().context("starting PostgreSQL in single-user mode")?;
    if let Some(mut input) = running.stdin.take() {
        // A refused statement ends the server and with it the pipe; its own words, below, say more than that.
        for statement in sql {
            if input.write_all(statement.as_bytes()).is_err() {
                break;
            }
        }
    }
    let answer = running.wait_with_output()?;
    ensure!(
        answer.status.success(),
        "PostgreSQL in single-user mode refused: {}",
        String::from_utf8_lossy(&answer.stderr).trim()
    );
    Ok(())
}

/// The folder that holds the cluster: the data folder itself, or, when the server's user cannot reach that (root's
/// home is closed to others), a folder of its own under `/var/lib/qazyna`, to which the data folder has a link.
fn home(data_dir: &Path, users: &Users) -> Result<PathBuf> {
    let link = data_dir.join("postgres-elsewhere");
    if let Ok(home) = fs::read_link(&link) {
        return Ok(home);
    }
    let Some(closed) = first_closed(data_dir, &users.server)? else { return Ok(data_dir.to_owned()) };
    let name = fs::read_to_string("/proc/sys/kernel/random/uuid").context("choosing a folder for the cluster")?;
    let home = Path::new("/var/lib/qazyna").join(name.trim());
    make_folder(&home)?;
    symlink(&home, &link)?;
    tracing::info!(closed = %closed.display(), home = %home.display(), "the server's user cannot enter the data folder; the cluster lies elsewhere");
    Ok(home)
}

/// The first folder on the way that `user` may not enter.
fn first_closed(folder: &Path, user: &OsUser) -> Result<Option<PathBuf>> {
    for step in folder.ancestors() {
        let facts = fs::metadata(step)?;
        let bit = match (facts.uid() == user.uid, facts.gid() == user.gid) {
            (true, _) => 0o100,
            (false, true) => 0o010,
            (false, false) => 0o001,
        };
        if facts.mode() & bit == 0 {
            return Ok(Some(step.to_owned()));
        }
    }
    Ok(None)
}

/// The folder of the socket: beside the data, or a short one under `/tmp` where that path would be too long.
fn socket_folder(home: &Path) -> PathBuf {
    let beside = home.join("run");
    let text = beside.to_string_lossy();
    // PostgreSQL reads the setting as a list, and clients read a URL: leave everything unusual to the short folder.
    let plain = text.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c));
    if plain && text.len() <= SOCKET_FOLDER_MAX {
        return beside;
    }
    let digest = Sha256::digest(home.as_os_str().as_encoded_bytes());
    let name: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    Path::new("/tmp").join(format!("qazyna-{name}"))
}

/// Makes a folder that others may enter but not list, parents included.
fn make_folder(folder: &Path) -> Result<()> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o711)
        .create(folder)
        .with_context(|| format!("making the folder {}", folder.display()))
}

/// Gives a folder to its user, unless somebody else has put one of theirs in its place.
fn give(folder: &Path, user: &OsUser, mode: u32) -> Result<()> {
    let facts = fs::symlink_metadata(folder)?;
    let mine = fs::metadata("/proc/self")?.uid();
    if !facts.is_dir() || (facts.uid() != mine && facts.uid() != user.uid) {
        bail!("{} is not a folder of ours; remove it", folder.display());
    }
    if facts.uid() != user.uid {
        chown(folder, Some(user.uid), Some(user.gid))?;
    }
    if facts.mode() & 0o777 != mode {
        fs::set_permissions(folder, Permissions::from_mode(mode))?;
    }
    Ok(())
}

fn write_for_all(path: &Path, text: &str) -> Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o644)
        .open(path)
        .with_context(|| format!("writing {}", path.display()))?;
    file.write_all(text.as_bytes())?;
    file.set_permissions(Permissions::from_mode(0o644))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(uid: u32) -> OsUser {
        OsUser { name: "somebody".to_owned(), uid, gid: uid }
    }

    #[test]
    fn a_path_too_long_for_a_socket_gets_a_short_folder_of_its_own() {
        let long = PathBuf::from("/srv").join("x".repeat(100));
        let short = socket_folder(&long);
        assert!(short.starts_with("/tmp") && short.to_string_lossy().len() <= SOCKET_FOLDER_MAX);
        assert_ne!(short, socket_folder(&long.join("other")));
        assert_eq!(socket_folder(Path::new("/srv/q")), Path::new("/srv/q/run"));
        assert!(socket_folder(Path::new("/srv/a,b")).starts_with("/tmp"));
    }

    #[test]
    fn a_closed_folder_on_the_way_is_found() {
        let root = tempfile::tempdir().unwrap();
        fs::set_permissions(root.path(), Permissions::from_mode(0o700)).unwrap();
        let inner = root.path().join("data");
        make_folder(&inner).unwrap();
        assert_eq!(first_closed(&inner, &user(54321)).unwrap(), Some(root.path().to_owned()));
        fs::set_permissions(root.path(), Permissions::from_mode(0o711)).unwrap();
        assert_eq!(first_closed(&inner, &user(54321)).unwrap(), None);
    }
}

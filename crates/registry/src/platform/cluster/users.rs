//! Which operating-system users run the server, the application and the signer.

use std::fs;
use std::os::unix::fs::MetadataExt;

use anyhow::{Context, Result, bail};

/// A user of the operating system, as in `/etc/passwd`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OsUser {
    /// The name, by which peer authentication knows the user.
    pub name: String,
    /// The user's number.
    pub uid: u32,
    /// The number of the user's first group.
    pub gid: u32,
}

/// The users of one private cluster.
#[derive(Clone, Debug)]
pub(super) struct Users {
    /// Who runs this process.
    pub(super) me: OsUser,
    /// Who runs the server: never root, which PostgreSQL refuses.
    pub(super) server: OsUser,
    /// Who runs the signer, when this process may start a process as another user.
    pub(super) signer: Option<OsUser>,
}

impl Users {
    /// Reads the users of this machine. Root hands the server to `postgres`, or to `nobody` where PostgreSQL came
    /// without a user; the signer gets a third user.
    pub(super) fn find() -> Result<Self> {
        let known = fs::read_to_string("/etc/passwd").context("reading the users of this machine")?;
        let uid = fs::metadata("/proc/self").context("asking who runs this process")?.uid();
        Self::choose(&known, uid)
    }

    fn choose(known: &str, uid: u32) -> Result<Self> {
        let Some(me) = by(known, |user| user.uid == uid) else {
            bail!(
                "this process runs as user number {uid}, which has no line in /etc/passwd; PostgreSQL refuses that: add the user"
            );
        };
        if uid != 0 {
            return Ok(Self { server: me.clone(), me, signer: None });
        }
        let others: Vec<OsUser> =
            ["postgres", "nobody", "daemon"].iter().filter_map(|name| by(known, |user| user.name == *name)).collect();
        let mut others = others.into_iter();
        let Some(server) = others.next() else {
            bail!("PostgreSQL refuses to run as root and there is no user `postgres` or `nobody`: add one");
        };
        Ok(Self { me, server, signer: others.next() })
    }

    /// Whether the server runs as somebody else, so that programs are started with less than our rights.
    pub(super) fn drops_privilege(&self) -> bool {
        self.me.uid != self.server.uid
    }
}

fn by(known: &str, wanted: impl Fn(&OsUser) -> bool) -> Option<OsUser> {
    known.lines().filter_map(parse).find(wanted)
}

fn parse(line: &str) -> Option<OsUser> {
    let mut fields = line.split(':');
    let name = fields.next()?.to_owned();
    let uid = fields.nth(1)?.parse().ok()?;
    let gid = fields.next()?.parse().ok()?;
    Some(OsUser { name, uid, gid })
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEBIAN: &str = "root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1::/:/bin/false\nnobody:x:65534:65534::/:/bin/false\npostgres:x:101:104:,,,:/var/lib/postgresql:/bin/bash\nalice:x:1000:1000::/home/alice:/bin/bash\n";

    #[test]
    fn root_hands_the_server_and_the_signer_to_two_other_users() {
        let users = Users::choose(DEBIAN, 0).unwrap();
        assert_eq!((users.server.name.as_str(), users.server.gid), ("postgres", 104));
        assert_eq!(users.signer.unwrap().name, "nobody");
    }

    #[test]
    fn root_without_a_postgres_user_falls_back_to_nobody() {
        let users = Users::choose(&DEBIAN.replace("postgres:x", "other:x"), 0).unwrap();
        assert_eq!(users.server.name, "nobody");
        assert_eq!(users.signer.unwrap().name, "daemon");
    }

    #[test]
    fn an_ordinary_user_runs_the_server_himself() {
        let users = Users::choose(DEBIAN, 1000).unwrap();
        assert_eq!(users.server.name, "alice");
        assert!(!users.drops_privilege() && users.signer.is_none());
    }

    #[test]
    fn a_number_without_a_name_is_explained() {
        assert!(Users::choose(DEBIAN, 54321).unwrap_err().to_string().contains("54321"));
    }
}

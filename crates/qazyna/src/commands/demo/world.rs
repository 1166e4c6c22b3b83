//! The files of the demo's world: written once, then read as any import would.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use registry::{
    app::{App, TrustPaths},
    platform::Result,
};
use serde::Deserialize;

/// A world on disk.
#[derive(Debug)]
pub(super) struct World {
    dir: PathBuf,
    /// What world.json says of it.
    pub(super) facts: Facts,
}

/// What the check needs of world.json.
#[derive(Debug, Deserialize)]
pub(super) struct Facts {
    pub(super) programme: String,
    pub(super) planted: Vec<Planted>,
}

/// A planted mistake (docs/formats.md).
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub(super) struct Planted {
    pub(super) file: String,
    pub(super) row: u64,
    pub(super) code: String,
    pub(super) holds: String,
    pub(super) exception: Option<String>,
    pub(super) month: String,
}

impl World {
    /// Reads the world of a data folder, or writes it.
    pub(super) fn prepare(data: &Path, seed: u64, performers: u32) -> Result<Self> {
        let dir = data.join("world");
        if !dir.join("world.json").exists() {
            let fresh = data.join("world.new");
            sandbox::world::World::generate(sandbox::world::Size::Performers(performers), seed)?.write(&fresh)?;
            fs::rename(&fresh, &dir)?;
        }
        let text = fs::read_to_string(dir.join("world.json"))?;
        let facts = serde_json::from_str(&text).context("reading world.json")?;
        Ok(Self { dir, facts })
    }

    /// The sandbox's authority is whom the demo trusts.
    pub(super) fn trust(&self, app: &mut App) {
        let ca = self.ca();
        app.trust = TrustPaths { roots: Some(ca.join("roots")), crls: Some(ca.join("crl")) };
    }

    /// The folder of the sandbox's authority and its keys.
    pub(super) fn ca(&self) -> PathBuf {
        self.dir.join("ca")
    }

    /// The bytes of a file.
    pub(super) fn read(&self, name: &str) -> Result<Vec<u8>> {
        Ok(fs::read(self.dir.join(name)).with_context(|| format!("reading {name} of the world"))?)
    }

    /// Whether there is such a file.
    pub(super) fn has(&self, name: &str) -> bool {
        self.dir.join(name).is_file()
    }

    /// The bytes of a file that a double makes; made once, so that a second run meets the same files.
    pub(super) fn made_once(&self, name: &str, make: impl FnOnce() -> Result<Vec<u8>>) -> Result<Vec<u8>> {
        let path = self.dir.join(name);
        if !path.exists() {
            let fresh = path.with_extension("new");
            fs::write(&fresh, make()?)?;
            fs::rename(&fresh, &path)?;
        }
        Ok(fs::read(path)?)
    }

    /// The key bundles whose names begin so (`performer-`, `issuer-`), by name.
    pub(super) fn keys(&self, kind: &str) -> Result<Vec<Vec<u8>>> {
        let mut paths = Vec::new();
        for entry in fs::read_dir(self.dir.join("ca/keys"))? {
            let path = entry?.path();
            if path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with(kind)) {
                paths.push(path);
            }
        }
        paths.sort();
        Ok(paths.iter().map(fs::read).collect::<Result<_, _>>()?)
    }

    /// Where the export of a month goes.
    pub(super) fn export_dir(&self, month: &str) -> PathBuf {
        self.dir.join(format!("export-{month}"))
    }
}

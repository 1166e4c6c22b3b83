//! A sandbox authority with one holder of each kind, and the OpenSSL command as an independent oracle.

use std::path::Path;
use std::process::Command;

use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData, SignerInfos};
use der::asn1::{Any, SetOfVec};
use der::{Decode, Encode};
use eds::{Certificate, Crl, Revocation, Role, SigningKey, Trust};
use jiff::Timestamp;
use sandbox::ca::{Authority, Issued, KeyKind, Profile, Usage};
use tempfile::TempDir;

pub(crate) const AT: &str = "2026-09-30T12:00:00Z";

/// Every kind of key.
pub(crate) const KINDS: [KeyKind; 4] = [KeyKind::Rsa, KeyKind::Ec, KeyKind::Gost2015, KeyKind::Gost2004];

pub(crate) fn at() -> Timestamp {
    AT.parse().unwrap()
}

pub(crate) fn day(text: &str) -> Timestamp {
    format!("{text}T00:00:00Z").parse().unwrap()
}

pub(crate) struct World {
    pub(crate) dir: TempDir,
    pub(crate) authority: Authority,
    pub(crate) crls: Vec<Vec<u8>>,
}

pub(crate) fn person(key: KeyKind) -> Profile {
    Profile {
        iin: Some("850101300015".to_owned()),
        bin: None,
        name: "ТЕСТОВ ТЕСТ".to_owned(),
        roles: vec![Role::Person],
        key,
        not_before: day("2026-01-01"),
        not_after: day("2027-01-01"),
        usage: Usage::Sign,
    }
}

pub(crate) fn head(key: KeyKind) -> Profile {
    Profile {
        bin: Some("120440001238".to_owned()),
        roles: vec![Role::Organisation, Role::Head, Role::Financial],
        ..person(key)
    }
}

impl World {
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let authority = Authority::create(dir.path(), at()).unwrap();
        let mut world = Self { dir, authority, crls: Vec::new() };
        world.publish();
        world
    }

    pub(crate) fn publish(&mut self) {
        self.crls = self.authority.crl(day("2026-09-30"), day("2026-10-07")).unwrap().to_vec();
    }

    pub(crate) fn issue(&mut self, profile: &Profile) -> (SigningKey, Issued) {
        let issued = self.authority.issue(profile).unwrap();
        (SigningKey::from_pem(issued.pem.as_bytes()).unwrap(), issued)
    }

    pub(crate) fn trust(&self) -> Trust {
        Trust {
            roots: vec![Certificate::parse(self.authority.root().as_bytes()).unwrap()],
            crls: self.crls.iter().map(|list| Crl::parse(list).unwrap()).collect(),
            revocation: Revocation::Required,
            ..Trust::default()
        }
    }

    pub(crate) fn without_revocation(&self) -> Trust {
        Trust { revocation: Revocation::Skip, ..self.trust() }
    }

    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

/// A signature whose time stamp is replaced by `token`.
pub(crate) fn restamped(signature: &[u8], token: &eds::tsp::Token) -> Vec<u8> {
    let mut outer = ContentInfo::from_der(signature).unwrap();
    let mut data: SignedData = outer.content.decode_as().unwrap();
    let mut info = data.signer_infos.0.get(0).unwrap().clone();
    let mut attribute = info.unsigned_attrs.unwrap().get(0).unwrap().clone();
    attribute.values = SetOfVec::try_from(vec![Any::from_der(token.der()).unwrap()]).unwrap();
    info.unsigned_attrs = Some(SetOfVec::try_from(vec![attribute]).unwrap());
    data.signer_infos = SignerInfos(SetOfVec::try_from(vec![info]).unwrap());
    outer.content = Any::encode_from(&data).unwrap();
    outer.to_der().unwrap()
}

/// Runs the OpenSSL command; `Ok(stdout)` or `Err(stderr)`.
pub(crate) fn openssl(dir: &Path, arguments: &[&str]) -> Result<Vec<u8>, String> {
    let output = Command::new("openssl").current_dir(dir).args(arguments).output().expect("openssl is installed");
    if output.status.success() { Ok(output.stdout) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}

/// The private key of the sandbox's issuing authority, so that OpenSSL can issue what the sandbox would not.
pub(crate) const ISSUING_KEY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../sandbox/src/ca/keys/sandbox-ca.pem");

/// A certificate of ours that OpenSSL makes with the extensions and options given.
pub(crate) struct Odd<'a> {
    /// `RSA:1024`, `RSA:2048` or `EC`.
    pub(crate) key: &'a str,
    /// Lines of an OpenSSL extension section.
    pub(crate) extensions: &'a str,
    /// Digest of the issuer's signature.
    pub(crate) digest: &'a str,
    /// Files of the issuer's certificate and key.
    pub(crate) issuer: (&'a str, &'a str),
    /// Name of the files to write: `<name>.crt`, `<name>.key`.
    pub(crate) name: &'a str,
}

/// Extensions of an ordinary signing certificate.
pub(crate) const SIGNING: &str =
    "keyUsage=critical,digitalSignature,nonRepudiation\nextendedKeyUsage=emailProtection,1.2.398.3.3.4.1.1";

impl Odd<'_> {
    /// Issues it, valid for a day from now; returns its bundle (key, certificate, issuer).
    pub(crate) fn issue(&self, world: &World) -> Vec<u8> {
        let dir = world.path();
        let (key, certificate) = (format!("{}.key", self.name), format!("{}.crt", self.name));
        let (kind, option) = match self.key.split_once(':') {
            Some((_, bits)) => ("RSA", format!("rsa_keygen_bits:{bits}")),
            None => ("EC", "ec_paramgen_curve:P-256".to_owned()),
        };
        openssl(dir, &["genpkey", "-algorithm", kind, "-pkeyopt", &option, "-out", &key]).unwrap();
        let config = world
            .write("odd.cnf", format!("[req]\ndistinguished_name=dn\n[dn]\n[odd]\n{}\n", self.extensions).as_bytes());
        let subject = format!("/CN={}/serialNumber=IIN850101300015", self.name);
        openssl(dir, &["req", "-config", &config, "-new", "-key", &key, "-subj", &subject, "-out", "odd.csr"]).unwrap();
        let (issuer, issuer_key) = self.issuer;
        let issue = [
            "x509",
            "-req",
            "-in",
            "odd.csr",
            "-CA",
            issuer,
            "-CAkey",
            issuer_key,
            "-days",
            "1",
            "-extfile",
            &config,
            "-extensions",
            "odd",
            self.digest,
            "-out",
            &certificate,
        ];
        openssl(dir, &issue).unwrap();
        [&key, &certificate, issuer].iter().flat_map(|file| std::fs::read(dir.join(file)).unwrap()).collect()
    }
}

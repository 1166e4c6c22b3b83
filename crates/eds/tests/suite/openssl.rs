//! Agreement with the OpenSSL command, both ways: an implementation that shares no line with ours.

use crate::common::{ISSUING_KEY, World, at, head, openssl, person};
use eds::{Certificate, Code, Revocation, Status, Trust};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use sandbox::ca::KeyKind;

const OPENSSL_TIME: &str = "1790769600";

/// Cases of the short form; `EDS_CASES` asks for more.
fn cases() -> u32 {
    std::env::var("EDS_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(60)
}

fn runner() -> TestRunner {
    TestRunner::new_with_rng(
        Config { cases: cases(), failure_persistence: None, ..Config::default() },
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    )
}

fn content() -> impl Strategy<Value = (Vec<u8>, bool)> {
    (proptest::collection::vec(any::<u8>(), 0..2_000), any::<bool>())
}

#[test]
fn the_oracle_uses_the_same_time() {
    assert_eq!(at().as_second().to_string(), OPENSSL_TIME);
}

#[test]
fn openssl_verifies_certificates_and_lists_of_the_sandbox_authority() {
    let mut world = World::new();
    for profile in [person(KeyKind::Rsa), head(KeyKind::Ec)] {
        let (_, issued) = world.issue(&profile);
        world.write("holder.pem", issued.certificate.as_bytes());
        world.write("ca.pem", world.authority.issuing().as_bytes());
        let verify = [
            "verify",
            "-attime",
            OPENSSL_TIME,
            "-x509_strict",
            "-crl_check_all",
            "-CAfile",
            "roots/root.pem",
            "-untrusted",
            "ca.pem",
            "-CRLfile",
            "crl/root.crl",
            "-CRLfile",
            "crl/ca.crl",
            "holder.pem",
        ];
        openssl(world.path(), &verify).unwrap();
        world.authority.revoke(issued.serial, at());
        world.publish();
        assert!(openssl(world.path(), &verify).unwrap_err().contains("revoked"));
    }
}

#[test]
fn what_we_sign_openssl_verifies_and_altered_content_both_refuse() {
    let mut world = World::new();
    let keys = [world.issue(&person(KeyKind::Rsa)).0, world.issue(&head(KeyKind::Ec)).0];
    let trust = world.trust();
    for key in &keys {
        runner()
            .run(&content(), |(content, attached)| {
                let signature = eds::cms::sign(&content, key, attached, at()).unwrap();
                let data = (!attached).then_some(content.as_slice());
                prop_assert_eq!(eds::cms::verify(&signature, data, &trust, at()).status, Status::Passed);
                let mut other = content.clone();
                other.push(0);
                let altered = eds::cms::verify(&signature, Some(&other), &trust, at());
                prop_assert_eq!(altered.status, Status::Failed(Code::CmsDigest));

                world.write("signature.der", &signature);
                world.write("data", &content);
                world.write("other", &other);
                let verify = |file: &'static str| {
                    let mut arguments = vec![
                        "cms",
                        "-verify",
                        "-cades",
                        "-binary",
                        "-inform",
                        "DER",
                        "-in",
                        "signature.der",
                        "-CAfile",
                        "roots/root.pem",
                        "-attime",
                        OPENSSL_TIME,
                        "-purpose",
                        "any",
                    ];
                    if !attached {
                        arguments.extend(["-content", file]);
                    }
                    openssl(world.path(), &arguments)
                };
                prop_assert_eq!(verify("data").map_err(TestCaseError::fail)?, content);
                prop_assert!(attached || verify("other").is_err());
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn what_openssl_signs_we_verify() {
    let mut world = World::new();
    let issued = [world.issue(&person(KeyKind::Rsa)).1, world.issue(&head(KeyKind::Ec)).1];
    let trust = world.trust();
    world.write("ca.pem", world.authority.issuing().as_bytes());
    for issued in issued {
        world.write("holder.pem", issued.pem.as_bytes());
        runner()
            .run(&(content(), any::<bool>(), any::<bool>()), |((content, attached), pem, by_key_identifier)| {
                world.write("data", &content);
                let mut arguments = vec![
                    "cms",
                    "-sign",
                    "-cades",
                    "-binary",
                    "-md",
                    "sha256",
                    "-in",
                    "data",
                    "-signer",
                    "holder.pem",
                    "-certfile",
                    "ca.pem",
                    "-outform",
                    if pem { "PEM" } else { "DER" },
                ];
                if attached {
                    arguments.push("-nodetach");
                }
                if by_key_identifier {
                    arguments.push("-keyid");
                }
                let signature = openssl(world.path(), &arguments).map_err(TestCaseError::fail)?;
                let data = (!attached).then_some(content.as_slice());
                let outcome = eds::cms::verify(&signature, data, &trust, at());
                prop_assert_eq!(outcome.status, Status::Passed);
                prop_assert_eq!(outcome.signers[0].iin.as_deref(), Some("850101300015"));
                prop_assert!(outcome.signers[0].signed_at.is_some());

                let altered = [content.as_slice(), b"0"].concat();
                let outcome = eds::cms::verify(&signature, Some(&altered), &trust, at());
                prop_assert_eq!(outcome.status, Status::Failed(Code::CmsDigest));
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn keys_and_certificates_made_by_openssl_sign_and_verify() {
    let world = World::new();
    let dir = world.path();
    world.write(
        "openssl.cnf",
        b"[req]\ndistinguished_name=dn\nprompt=no\n[dn]\nCN=OpenSSL CA\n\
          [ca]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n\
          [sign]\nkeyUsage=critical,digitalSignature,nonRepudiation\nextendedKeyUsage=emailProtection,1.2.398.3.3.4.1.1\n",
    );
    for algorithm in
        [["RSA", "rsa_keygen_bits:2048"], ["RSA", "rsa_keygen_bits:4096"], ["EC", "ec_paramgen_curve:P-256"]]
    {
        for name in ["root.key", "holder.key"] {
            openssl(dir, &["genpkey", "-algorithm", algorithm[0], "-pkeyopt", algorithm[1], "-out", name]).unwrap();
        }
        let root =
            ["req", "-config", "openssl.cnf", "-x509", "-new", "-key", "root.key", "-extensions", "ca", "-days", "30"];
        let root = openssl(dir, &root).unwrap();
        world.write("root.crt", &root);
        let subject = "/CN=TEST/serialNumber=IIN850101300015/OU=BIN120440001238";
        let request =
            ["req", "-config", "openssl.cnf", "-new", "-key", "holder.key", "-subj", subject, "-out", "holder.csr"];
        openssl(dir, &request).unwrap();
        let issue = [
            "x509",
            "-req",
            "-in",
            "holder.csr",
            "-CA",
            "root.crt",
            "-CAkey",
            "root.key",
            "-days",
            "10",
            "-extfile",
            "openssl.cnf",
            "-extensions",
            "sign",
            "-sha256",
        ];
        let certificate = openssl(dir, &issue).unwrap();
        let bundle = [std::fs::read(dir.join("holder.key")).unwrap(), certificate.clone()].concat();
        let key = eds::SigningKey::from_pem(&bundle).unwrap();
        let certificate = Certificate::parse(&certificate).unwrap();
        assert_eq!((certificate.iin(), certificate.bin()), (Some("850101300015"), Some("120440001238")));
        let trust = Trust {
            roots: vec![Certificate::parse(&root).unwrap()],
            crls: vec![],
            revocation: Revocation::Skip,
            ..Trust::default()
        };
        let now = certificate.not_before();
        let signature = eds::cms::sign(b"act", &key, false, now).unwrap();
        assert_eq!(eds::cms::verify(&signature, Some(b"act"), &trust, now).status, Status::Passed);
    }
}

#[test]
fn revocation_lists_of_version_1_and_2_made_by_openssl_are_read() {
    let mut world = World::new();
    let (revoked, issued) = world.issue(&person(KeyKind::Ec));
    let (good, _) = world.issue(&person(KeyKind::Ec));
    world.write("ca.pem", world.authority.issuing().as_bytes());
    let line = format!("R\t270101000000Z\t260901000000Z\t{:04X}\tunknown\t/CN=TEST\n", issued.serial);
    world.write("index.txt", line.as_bytes());
    world.write("index.txt.attr", b"");
    world.write("number", b"01\n");
    let config = "[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\ndefault_md=sha256\n";
    let extensions = "crlnumber=number\ncrl_extensions=e\n[e]\nauthorityKeyIdentifier=keyid\n";
    for config in [config.to_owned(), format!("{config}{extensions}")] {
        world.write("ca.cnf", config.as_bytes());
        let make = [
            "ca",
            "-config",
            "ca.cnf",
            "-gencrl",
            "-cert",
            "ca.pem",
            "-keyfile",
            ISSUING_KEY,
            "-crl_lastupdate",
            "20260930000000Z",
            "-crl_nextupdate",
            "20261007000000Z",
        ];
        let list = openssl(world.path(), &make).unwrap();
        let crls = [world.crls[0].clone(), list];
        let trust = Trust::read([world.authority.root()], crls, Revocation::Required).unwrap();
        assert_eq!(eds::validate(good.certificate(), good.chain(), &trust, at()), Ok(()));
        let judged = eds::validate(revoked.certificate(), revoked.chain(), &trust, at());
        assert_eq!(judged, Err(Code::CertificateRevoked));
    }
}

//! OpenSSL's library as an oracle over thousands of random cases: one process answers a whole batch.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use der::asn1::{Any, BitString, OctetString};
use der::{Decode, Encode};
use eds::{Gost, PrivateKey};
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha20Rng;
use spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/suite/oracle.py");

/// Cases of the short form; `EDS_CASES` asks for more.
fn cases(short: usize) -> usize {
    std::env::var("EDS_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(short)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).expect(text)).collect()
}

/// The answers to `lines`; `None` when the GOST engine is wanted and not there.
fn ask(gost: bool, lines: &[String]) -> Option<Vec<String>> {
    let mut oracle = Command::new("python3")
        .arg(SCRIPT)
        .args(gost.then_some("gost"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 is installed");
    let mut input = oracle.stdin.take().unwrap();
    let text = lines.join("\n") + "\n";
    // A thread of its own, because the oracle answers while it still reads.
    let writer = std::thread::spawn(move || {
        // An oracle that has ended says so by its answers.
        drop(input.write_all(text.as_bytes()));
    });
    let output = oracle.wait_with_output().unwrap();
    writer.join().unwrap();
    let answers: Vec<String> = String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect();
    if answers == ["no engine"] {
        // `./x test` installs the engine and says by this variable that its absence is a fault.
        assert!(std::env::var_os("EDS_GOST_ENGINE").is_none(), "the GOST engine of OpenSSL cannot be loaded");
        println!("not run: the GOST engine of OpenSSL (Debian: libengine-gost-openssl) is not installed");
        return None;
    }
    assert_eq!(answers.len(), lines.len());
    Some(answers)
}

/// One message with its public key and signature; `good` is what we think of it.
struct Case {
    key: Vec<u8>,
    message: Vec<u8>,
    signature: Vec<u8>,
    good: bool,
}

fn random_bytes(random: &mut ChaCha20Rng, most: usize) -> Vec<u8> {
    (0..random.random_range(0..=most)).map(|_| random.random()).collect()
}

fn with_one_bit_altered(random: &mut ChaCha20Rng, bytes: &[u8]) -> Vec<u8> {
    let mut altered = bytes.to_vec();
    let bit = random.random_range(0..bytes.len() * 8);
    altered[bit / 8] ^= 1 << (bit % 8);
    altered
}

fn message(bytes: &[u8]) -> String {
    if bytes.is_empty() { "-".to_owned() } else { hex(bytes) }
}

// ---- RSA and ECDSA

static KEYS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    let kinds = [("RSA", "rsa_keygen_bits:2048"), ("RSA", "rsa_keygen_bits:3072"), ("RSA", "rsa_keygen_bits:4096")];
    let curves = [("EC", "ec_paramgen_curve:P-256"); 5];
    let make = |(kind, option): &(&str, &str)| {
        let arguments = ["genpkey", "-algorithm", kind, "-pkeyopt", option, "-out", "key.pem"];
        crate::common::openssl(dir.path(), &arguments).unwrap();
        let arguments = ["pkcs8", "-topk8", "-nocrypt", "-in", "key.pem", "-outform", "DER"];
        crate::common::openssl(dir.path(), &arguments).unwrap()
    };
    kinds.iter().chain(&curves).map(make).collect()
});

#[test]
fn rsa_and_ecdsa_agree_with_openssl_both_ways_on_random_cases() {
    let mut random = ChaCha20Rng::seed_from_u64(1);
    let count = cases(2_000);
    let keys: Vec<PrivateKey> = KEYS.iter().map(|der| PrivateKey::from_pkcs8(der).unwrap()).collect();
    let signing: Vec<(usize, Vec<u8>)> =
        (0..count).map(|index| (index % keys.len(), random_bytes(&mut random, 300))).collect();
    let lines: Vec<String> =
        signing.iter().map(|(key, text)| format!("sign sha256 {} {}", hex(&KEYS[*key]), message(text))).collect();
    let theirs = ask(false, &lines).unwrap();
    let mut all = Vec::new();
    for ((index, text), signature) in signing.iter().zip(&theirs) {
        let key = keys[*index].public_key().unwrap();
        for signature in [unhex(signature), keys[*index].sign(text).unwrap()] {
            all.push(judged(&key, text.clone(), signature.clone()));
            all.push(judged(&key, text.clone(), with_one_bit_altered(&mut random, &signature)));
            all.push(judged(&key, [text.as_slice(), b"!"].concat(), signature));
        }
    }
    assert_eq!(all.iter().filter(|case| case.good).count(), 2 * count);
    let lines: Vec<String> = all
        .iter()
        .map(|case| format!("verify sha256 {} {} {}", hex(&case.key), message(&case.message), hex(&case.signature)))
        .collect();
    for (case, answer) in all.iter().zip(ask(false, &lines).unwrap()) {
        assert_eq!(answer == "yes", case.good, "{answer} {}", hex(&case.signature));
    }
}

/// A case as this crate sees it: through a certificate whose signature it is.
fn judged(key: &SubjectPublicKeyInfoOwned, message: Vec<u8>, signature: Vec<u8>) -> Case {
    let good = eds::verify_raw(key, &message, &signature);
    Case { key: key.to_der().unwrap(), message, signature, good }
}

// ---- GOST

/// The same key under the Russian identifiers, which are all that the engine knows.
fn russian(kind: Gost) -> AlgorithmIdentifierOwned {
    let oid = |text: &str| const_oid::ObjectIdentifier::new_unwrap(text);
    let (key, curve, digest) = match kind {
        Gost::Gost2015 => ("1.2.643.7.1.1.1.2", "1.2.643.7.1.2.1.2.1", "1.2.643.7.1.1.2.3"),
        Gost::Gost2004 => ("1.2.643.2.2.19", "1.2.643.2.2.35.1", "1.2.643.2.2.30.1"),
    };
    let parameters = Any::encode_from(&vec![oid(curve), oid(digest)]).unwrap();
    AlgorithmIdentifierOwned { oid: oid(key), parameters: Some(parameters) }
}

#[derive(der::Sequence)]
struct KeyInfo {
    version: u8,
    algorithm: AlgorithmIdentifierOwned,
    private_key: OctetString,
}

fn russian_private(kind: Gost, pkcs8: &[u8]) -> Vec<u8> {
    let info = KeyInfo::from_der(pkcs8).unwrap();
    KeyInfo { algorithm: russian(kind), ..info }.to_der().unwrap()
}

fn russian_public(kind: Gost, key: &SubjectPublicKeyInfoOwned) -> Vec<u8> {
    let subject_public_key = BitString::from_bytes(key.subject_public_key.raw_bytes()).unwrap();
    SubjectPublicKeyInfoOwned { algorithm: russian(kind), subject_public_key }.to_der().unwrap()
}

/// The engine writes s‖r with the most significant byte first: the same bytes from behind.
fn reversed(signature: &[u8]) -> Vec<u8> {
    signature.iter().rev().copied().collect()
}

fn gost_agrees(kind: Gost) {
    let mut random = ChaCha20Rng::seed_from_u64(2);
    let count = cases(400);
    let keys: Vec<Vec<u8>> = (0..16).map(|_| PrivateKey::generate_gost(kind).unwrap()).collect();
    // The engine hashes Streebog itself; GOST 34.311-95 it knows with another S-box only, so that it is given digests.
    let digest = if kind == Gost::Gost2015 { "md_gost12_512" } else { "raw" };
    let prepare = |text: &[u8]| match kind {
        Gost::Gost2015 => text.to_vec(),
        Gost::Gost2004 => eds::digest_of(kind, text),
    };
    let texts: Vec<Vec<u8>> = (0..count).map(|_| random_bytes(&mut random, 300)).collect();
    let signing: Vec<String> = (texts.iter().enumerate())
        .map(|(index, text)| {
            let key = russian_private(kind, &keys[index % keys.len()]);
            format!("sign {digest} {} {}", hex(&key), message(&prepare(text)))
        })
        .collect();
    let Some(theirs) = ask(true, &signing) else { return };
    let mut all = Vec::new();
    for (index, (text, signature)) in texts.iter().zip(&theirs).enumerate() {
        let key = PrivateKey::from_pkcs8(&keys[index % keys.len()]).unwrap();
        let public = key.public_key().unwrap();
        for signature in [reversed(&unhex(signature)), key.sign(text).unwrap()] {
            all.push(judged(&public, text.clone(), signature.clone()));
            all.push(judged(&public, text.clone(), with_one_bit_altered(&mut random, &signature)));
            all.push(judged(&public, [text.as_slice(), b"!"].concat(), signature));
        }
    }
    assert_eq!(all.iter().filter(|case| case.good).count(), 2 * count);
    let lines: Vec<String> = all
        .iter()
        .map(|case| {
            let key = SubjectPublicKeyInfoOwned::from_der(&case.key).unwrap();
            let key = hex(&russian_public(kind, &key));
            format!("verify {digest} {key} {} {}", message(&prepare(&case.message)), hex(&reversed(&case.signature)))
        })
        .collect();
    for (case, answer) in all.iter().zip(ask(true, &lines).unwrap()) {
        assert_eq!(answer == "yes", case.good, "{answer} {}", hex(&case.signature));
    }
}

#[test]
fn gost_of_512_bits_agrees_with_the_engine_of_openssl_both_ways_on_random_cases() {
    gost_agrees(Gost::Gost2015);
}

#[test]
fn gost_of_256_bits_agrees_with_the_engine_of_openssl_both_ways_on_random_cases() {
    gost_agrees(Gost::Gost2004);
}

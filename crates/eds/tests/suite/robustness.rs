//! H 86: no input makes the parsers panic, and nothing that was altered passes.

use std::sync::LazyLock;

use eds::{Certificate, Code, Crl, KeyError, SigningKey, Status, Trust};
use proptest::prelude::*;
use sandbox::ca::KeyKind;

use crate::common::{World, at, head, openssl, person};

const ACT: &[u8] = b"act";

struct Sample {
    world: World,
    detached: Vec<Vec<u8>>,
    attached: Vec<Vec<u8>>,
    certificate: Vec<u8>,
    bundle: String,
}

static SAMPLE: LazyLock<Sample> = LazyLock::new(|| {
    let mut world = World::new();
    let (rsa, issued) = world.issue(&person(KeyKind::Rsa));
    let (ec, _) = world.issue(&head(KeyKind::Ec));
    let sign = |attached| [&rsa, &ec].map(|key| eds::cms::sign(ACT, key, attached, at()).unwrap()).to_vec();
    let (detached, attached) = (sign(false), sign(true));
    Sample { certificate: rsa.certificate().der().to_vec(), bundle: issued.pem, detached, attached, world }
});

fn verify(signature: &[u8]) -> Status {
    eds::cms::verify(signature, Some(ACT), &SAMPLE.world.trust(), at()).status
}

#[test]
fn h86_trailing_bytes_are_refused() {
    for signature in SAMPLE.detached.iter().chain(&SAMPLE.attached) {
        assert_eq!(verify(signature), Status::Passed);
        let longer = [signature.as_slice(), &[0]].concat();
        assert_eq!(verify(&longer), Status::Failed(Code::CmsMalformed));
        let pem = eds::write_pem("CMS", signature);
        assert_eq!(verify(pem.as_bytes()), Status::Passed);
        assert_eq!(verify(format!("{pem}tail").as_bytes()), Status::Failed(Code::CmsMalformed));
        assert_eq!(verify(format!("{pem}{pem}").as_bytes()), Status::Failed(Code::CmsMalformed));
        assert_eq!(verify(eds::write_pem("CMS", &longer).as_bytes()), Status::Failed(Code::CmsMalformed));
    }
    let longer = [SAMPLE.certificate.as_slice(), &[0]].concat();
    assert_eq!(Certificate::parse(&longer).unwrap_err(), Code::CertificateMalformed);
    let longer = [SAMPLE.world.crls[1].as_slice(), &[0]].concat();
    assert_eq!(Crl::parse(&longer).unwrap_err(), Code::RevocationMalformed);
}

#[test]
fn h86_indefinite_length_is_refused() {
    let world = &SAMPLE.world;
    world.write("data", ACT);
    world.write("holder.pem", SAMPLE.bundle.as_bytes());
    world.write("ca.pem", world.authority.issuing().as_bytes());
    let sign = [
        "cms",
        "-sign",
        "-cades",
        "-binary",
        "-md",
        "sha256",
        "-nodetach",
        "-stream",
        "-in",
        "data",
        "-signer",
        "holder.pem",
        "-certfile",
        "ca.pem",
        "-outform",
        "DER",
    ];
    let signature = openssl(world.path(), &sign).unwrap();
    assert_eq!(&signature[..2], [0x30, 0x80]);
    assert_eq!(verify(&signature), Status::Failed(Code::CmsMalformed));
}

#[test]
fn h86_lengths_that_lie_are_refused_at_once() {
    let signature = &SAMPLE.attached[0];
    for length in
        [&[0x84, 0xff, 0xff, 0xff, 0xff][..], &[0x84, 0x0f, 0xff, 0xff, 0xff], &[0x80], &[0x88, 1, 1, 1, 1, 1, 1, 1, 1]]
    {
        let lying = [&signature[..1], length, &signature[4..]].concat();
        assert_eq!(verify(&lying), Status::Failed(Code::CmsMalformed));
    }
    let deep = [[0x30, 0x84, 0, 0, 0xff, 0xff]; 20_000].concat();
    assert_eq!(verify(&deep), Status::Failed(Code::CmsMalformed));
}

#[test]
fn h86_no_single_bit_can_be_altered() {
    for signature in SAMPLE.detached.iter().chain(&SAMPLE.attached) {
        for index in 0..signature.len() {
            let mut altered = signature.clone();
            altered[index] ^= 1 << (index % 8);
            assert_ne!(verify(&altered), Status::Passed, "byte {index}");
        }
    }
}

fn altered(original: &[u8], edits: &[(prop::sample::Index, u8, u8)]) -> Vec<u8> {
    let mut bytes = original.to_vec();
    for (index, kind, value) in edits {
        let place = index.index(bytes.len());
        match kind % 4 {
            0 => bytes[place] = *value,
            1 => bytes.insert(place, *value),
            2 => bytes.truncate(place.max(1)),
            _ => drop(bytes.remove(place)),
        }
        if bytes.is_empty() {
            bytes.push(*value);
        }
    }
    bytes
}

fn edits() -> impl Strategy<Value = Vec<(prop::sample::Index, u8, u8)>> {
    proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), any::<u8>()), 1..4)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn h86_altered_signatures_never_pass(which in 0_usize..4, edits in edits()) {
        let original = SAMPLE.detached.iter().chain(&SAMPLE.attached).nth(which).unwrap();
        let bytes = altered(original, &edits);
        prop_assert!(bytes == *original || verify(&bytes) != Status::Passed);
    }

    #[test]
    fn h86_altered_certificates_lists_and_keys_are_read_or_refused_without_panic(edits in edits()) {
        let trust = SAMPLE.world.trust();
        let bytes = altered(&SAMPLE.certificate, &edits);
        let report = eds::report::certificate(&bytes, &trust, at());
        prop_assert!(bytes == SAMPLE.certificate || report.status != "PASSED");
        let bytes = altered(&SAMPLE.world.crls[1], &edits);
        if let Ok(list) = Crl::parse(&bytes) {
            let trust = Trust { crls: vec![Crl::parse(&SAMPLE.world.crls[0]).unwrap(), list], ..trust };
            let status = eds::cms::verify(&SAMPLE.detached[0], Some(ACT), &trust, at()).status;
            prop_assert!(bytes == SAMPLE.world.crls[1] || status != Status::Passed);
        }
        if let Ok(key) = SigningKey::from_pem(&altered(SAMPLE.bundle.as_bytes(), &edits)) {
            let signed = eds::cms::sign(ACT, &key, true, at());
            prop_assert!(matches!(signed, Ok(_) | Err(KeyError::NotSigned)));
        }
    }

    #[test]
    fn h86_random_bytes_never_pass(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        prop_assert_ne!(verify(&bytes), Status::Passed);
        prop_assert!(Certificate::parse(&bytes).is_err());
        prop_assert!(Crl::parse(&bytes).is_err());
        prop_assert!(SigningKey::from_pem(&bytes).is_err());
    }
}

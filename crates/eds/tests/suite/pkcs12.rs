//! Key files of PKCS#12, made by OpenSSL in every scheme, and GOST ones put together from its primitives.

use der::asn1::{Any, OctetString};
use der::{Encode, Sequence, Tag};
use eds::{KeyError, SigningKey, Status};
use sandbox::ca::KeyKind;

use crate::common::{KINDS, World, at, openssl, person};

const PASSWORD: &str = "Qwerty12-ұ";

fn works(world: &World, key: &SigningKey) {
    let signature = eds::cms::sign(b"act", key, false, at()).unwrap();
    assert_eq!(eds::cms::verify(&signature, Some(b"act"), &world.trust(), at()).status, Status::Passed);
    assert_eq!(key.chain().len(), 1);
}

#[test]
fn files_that_openssl_encrypts_in_every_scheme_are_read() {
    let mut world = World::new();
    world.write("ca.pem", world.authority.issuing().as_bytes());
    let schemes: [&[&str]; 9] = [
        &[],
        &["-legacy"],
        &["-macalg", "sha1", "-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES"],
        &["-keypbe", "PBE-SHA1-2DES", "-certpbe", "PBE-SHA1-2DES"],
        &["-legacy", "-keypbe", "PBE-SHA1-RC2-128", "-certpbe", "PBE-SHA1-RC2-128"],
        &["-legacy", "-keypbe", "PBE-SHA1-RC2-40", "-certpbe", "NONE"],
        &["-keypbe", "AES-128-CBC", "-certpbe", "AES-192-CBC"],
        &["-keypbe", "DES-EDE3-CBC", "-certpbe", "NONE"],
        &["-keypbe", "NONE", "-certpbe", "NONE", "-iter", "1"],
    ];
    for kind in [KeyKind::Rsa, KeyKind::Ec] {
        let (_, issued) = world.issue(&person(kind));
        world.write("holder.pem", issued.pem.as_bytes());
        for scheme in schemes {
            let password = format!("pass:{PASSWORD}");
            let fixed = ["pkcs12", "-export", "-in", "holder.pem", "-passout", &password, "-out", "key.p12"];
            openssl(world.path(), &[&fixed[..], scheme].concat()).unwrap();
            let file = std::fs::read(world.path().join("key.p12")).unwrap();
            works(
                &world,
                &SigningKey::from_pkcs12(&file, PASSWORD).unwrap_or_else(|wrong| panic!("{scheme:?}: {wrong}")),
            );
            assert_eq!(SigningKey::from_pkcs12(&file, "Qwerty12").unwrap_err(), KeyError::Password);
            let mut altered = file.clone();
            let middle = altered.len() / 2;
            altered[middle] ^= 1;
            assert!(SigningKey::from_pkcs12(&altered, PASSWORD).is_err());
        }
        let unsealed = ["pkcs12", "-export", "-in", "holder.pem", "-passout", "pass:x", "-nomac", "-out", "key.p12"];
        openssl(world.path(), &unsealed).unwrap();
        let file = std::fs::read(world.path().join("key.p12")).unwrap();
        assert_eq!(SigningKey::from_pkcs12(&file, "x").unwrap_err(), KeyError::Password);
    }
    for rubbish in [&b""[..], b"rubbish", &[0x30, 0x80], &[0x30, 3, 2, 1, 3]] {
        assert_eq!(SigningKey::from_pkcs12(rubbish, PASSWORD).unwrap_err(), KeyError::NoKey);
    }
}

#[test]
fn h86_no_altered_bit_of_a_key_file_makes_it_another_or_panics() {
    let mut world = World::new();
    let (key, issued) = world.issue(&person(KeyKind::Ec));
    world.write("holder.pem", issued.pem.as_bytes());
    let make = ["pkcs12", "-export", "-in", "holder.pem", "-passout", "pass:x", "-iter", "1", "-out", "key.p12"];
    openssl(world.path(), &make).unwrap();
    let file = std::fs::read(world.path().join("key.p12")).unwrap();
    assert!(SigningKey::from_pkcs12(&file, "x").is_ok());
    for index in 0..file.len() {
        let mut altered = file.clone();
        altered[index] ^= 1 << (index % 8);
        if let Ok(read) = SigningKey::from_pkcs12(&altered, "x") {
            assert_eq!(read.certificate().der(), key.certificate().der(), "byte {index}");
        }
        drop(SigningKey::from_pkcs12(&file[..index], "x"));
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// `PKCS12KDF` of OpenSSL.
fn derived(world: &World, id: u8, salt: &str, length: usize) -> String {
    let wide: Vec<u8> = PASSWORD.encode_utf16().chain([0]).flat_map(u16::to_be_bytes).collect();
    let (pass, salt, id) = (format!("hexpass:{}", hex(&wide)), format!("hexsalt:{salt}"), format!("id:{id}"));
    let arguments = [
        "kdf",
        "-keylen",
        &length.to_string(),
        "-kdfopt",
        "digest:SHA1",
        "-kdfopt",
        &pass,
        "-kdfopt",
        &salt,
        "-kdfopt",
        "iter:1024",
        "-kdfopt",
        &id,
        "-binary",
        "PKCS12KDF",
    ];
    hex(&openssl(world.path(), &arguments).unwrap())
}

#[derive(Sequence)]
struct Pair {
    one: Any,
    other: Any,
}

#[derive(Sequence)]
struct Three {
    one: Any,
    other: Any,
    third: Any,
}

fn any(value: &impl Encode) -> Any {
    Any::encode_from_der(value)
}

trait FromEncode {
    fn encode_from_der(value: &impl Encode) -> Any;
}

impl FromEncode for Any {
    fn encode_from_der(value: &impl Encode) -> Any {
        der::Decode::from_der(&value.to_der().unwrap()).unwrap()
    }
}

fn oid(text: &str) -> Any {
    any(&const_oid::ObjectIdentifier::new_unwrap(text))
}

fn octets(bytes: &[u8]) -> Any {
    any(&OctetString::new(bytes).unwrap())
}

fn sequence(of: &[Any]) -> Any {
    Any::new(Tag::Sequence, of.iter().flat_map(|one| one.to_der().unwrap()).collect::<Vec<u8>>()).unwrap()
}

/// [0] EXPLICIT.
fn tagged(value: &Any) -> Any {
    let tag = Tag::ContextSpecific { constructed: true, number: der::TagNumber::N0 };
    Any::new(tag, value.to_der().unwrap()).unwrap()
}

/// A file as Java libraries write it: triple DES by the old scheme, everything in indefinite lengths.
fn gost_file(world: &World, pkcs8: &[u8], certificates: &[&[u8]]) -> Vec<u8> {
    let salt = "0102030405060708";
    let (key, iv) = (derived(world, 1, salt, 24), derived(world, 2, salt, 8));
    world.write("plain", pkcs8);
    let encrypted = openssl(world.path(), &["enc", "-des-ede3-cbc", "-K", &key, "-iv", &iv, "-in", "plain"]).unwrap();
    let scheme = Pair { one: octets(&[1, 2, 3, 4, 5, 6, 7, 8]), other: any(&1024_u32) };
    let algorithm = Pair { one: oid("1.2.840.113549.1.12.1.3"), other: any(&scheme) };
    let shrouded = Pair { one: any(&algorithm), other: octets(&encrypted) };
    let mut bags = vec![any(&Pair { one: oid("1.2.840.113549.1.12.10.1.2"), other: tagged(&any(&shrouded)) })];
    for certificate in certificates {
        let bag = Pair { one: oid("1.2.840.113549.1.9.22.1"), other: tagged(&octets(certificate)) };
        bags.push(any(&Pair { one: oid("1.2.840.113549.1.12.10.1.3"), other: tagged(&any(&bag)) }));
    }
    let bags = indefinite(&sequence(&bags).to_der().unwrap());
    let info = Pair { one: oid("1.2.840.113549.1.7.1"), other: tagged(&octets(&bags)) };
    let content = sequence(&[any(&info)]).to_der().unwrap();
    world.write("content", &content);
    let seal = format!("hexkey:{}", derived(world, 3, salt, 20));
    let mac =
        openssl(world.path(), &["dgst", "-sha1", "-mac", "HMAC", "-macopt", &seal, "-binary", "content"]).unwrap();
    let sha1 = Pair { one: oid("1.3.14.3.2.26"), other: any(&der::asn1::Null) };
    let digest = Pair { one: any(&sha1), other: octets(&mac) };
    let seal = Three { one: any(&digest), other: octets(&[1, 2, 3, 4, 5, 6, 7, 8]), third: any(&1024_u32) };
    let safe = Pair { one: oid("1.2.840.113549.1.7.1"), other: tagged(&octets(&content)) };
    indefinite(&any(&Three { one: any(&3_u8), other: any(&safe), third: any(&seal) }).to_der().unwrap())
}

/// The outermost value with an indefinite length.
fn indefinite(der: &[u8]) -> Vec<u8> {
    let value: Any = der::Decode::from_der(der).unwrap();
    [&[der[0], 0x80], value.value(), &[0, 0]].concat()
}

#[test]
fn gost_files_of_the_old_scheme_are_read_in_every_way_of_writing_the_key() {
    let mut world = World::new();
    for kind in KINDS.into_iter().filter(|kind| matches!(kind, KeyKind::Gost2015 | KeyKind::Gost2004)) {
        let (key, issued) = world.issue(&person(kind));
        let body: String = issued.pem.lines().skip(1).take_while(|line| !line.starts_with("---")).collect();
        let pkcs8 = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, body).unwrap();
        let info: Three = der::Decode::from_der(&pkcs8).unwrap();
        let octet_string: OctetString = info.third.decode_as().unwrap();
        let number: OctetString = der::Decode::from_der(octet_string.as_bytes()).unwrap();
        let little = number.as_bytes().to_vec();
        let big: Vec<u8> = little.iter().rev().copied().collect();
        let integer = any(&der::asn1::Uint::new(&big).unwrap()).to_der().unwrap();
        let ec = any(&Pair { one: any(&1_u8), other: octets(&big) }).to_der().unwrap();
        let wrapped = octets(&little).to_der().unwrap();
        let certificates = [key.certificate().der(), key.chain()[0].der()];
        for inside in [little, big, integer, ec, wrapped] {
            let info = Three { one: info.one.clone(), other: info.other.clone(), third: octets(&inside) };
            let pkcs8 = info.to_der().unwrap();
            works(&world, &SigningKey::from_pkcs12(&gost_file(&world, &pkcs8, &certificates), PASSWORD).unwrap());
            let of_others = gost_file(&world, &pkcs8, &certificates[1..]);
            assert_eq!(SigningKey::from_pkcs12(&of_others, PASSWORD).unwrap_err(), KeyError::OtherKey);
        }
    }
}

//! The catalogue of attacks on CMS signatures (H 72 to 86): every one is answered with its code, none passes.

use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData, SignerInfo, SignerInfos};
use const_oid::db::{rfc5911, rfc5912};
use der::asn1::{Any, OctetString, SetOfVec};
use der::{Decode, Encode, Tag};
use eds::{Certificate, Code, Crl, KeyError, Revocation, Role, SigningKey, Status, Trust, Usage};
use sandbox::ca::{KeyKind, Profile, Usage as Certified};

use crate::common::{ISSUING_KEY, KINDS, Odd, SIGNING, World, at, day, head, openssl, person};

const ACT: &[u8] = b"<act number=\"1\" version=\"3\" purpose=\"performer\"/>";

fn status(signature: &[u8], data: Option<&[u8]>, trust: &Trust) -> Status {
    eds::cms::verify(signature, data, trust, at()).status
}

/// Takes a signature apart, lets `edit` change it, and puts it together.
fn edited(signature: &[u8], edit: impl FnOnce(&mut SignedData)) -> Vec<u8> {
    let mut outer = ContentInfo::from_der(signature).unwrap();
    let mut data: SignedData = outer.content.decode_as().unwrap();
    edit(&mut data);
    outer.content = Any::encode_from(&data).unwrap();
    outer.to_der().unwrap()
}

/// Changes a signer and signs the attributes anew with its own key: only the structure is wrong, not the mathematics.
fn resigned(signature: &[u8], key: &SigningKey, edit: impl FnOnce(&mut SignerInfo)) -> Vec<u8> {
    edited(signature, |data| {
        let mut info = data.signer_infos.0.get(0).unwrap().clone();
        edit(&mut info);
        let signed = info.signed_attrs.as_ref().map_or(ACT.to_vec(), |attributes| attributes.to_der().unwrap());
        info.signature = OctetString::new(key.key().sign(&signed).unwrap()).unwrap();
        data.signer_infos = SignerInfos(SetOfVec::try_from(vec![info]).unwrap());
    })
}

fn without(info: &mut SignerInfo, oid: const_oid::ObjectIdentifier) {
    let kept = info.signed_attrs.take().unwrap().into_vec().into_iter().filter(|one| one.oid != oid);
    info.signed_attrs = Some(SetOfVec::from_iter(kept).unwrap());
}

#[test]
fn h72_content_that_differs_by_one_byte_is_refused() {
    let mut world = World::new();
    let trust = world.trust();
    for kind in KINDS {
        let (key, _) = world.issue(&person(kind));
        let signature = eds::cms::sign(ACT, &key, false, at()).unwrap();
        assert_eq!(status(&signature, Some(ACT), &trust), Status::Passed);
        for index in 0..ACT.len() {
            let mut other = ACT.to_vec();
            other[index] ^= 1;
            assert_eq!(status(&signature, Some(&other), &trust), Status::Failed(Code::CmsDigest));
        }
        let attached = eds::cms::sign(ACT, &key, true, at()).unwrap();
        let altered = edited(&attached, |data| {
            data.encap_content_info.econtent = Some(Any::new(Tag::OctetString, b"another act".as_slice()).unwrap());
        });
        assert_eq!(status(&altered, None, &trust), Status::Failed(Code::CmsDigest));
        assert_eq!(status(&attached, Some(b"another act"), &trust), Status::Failed(Code::CmsDigest));
    }
}

#[test]
fn h73_a_signature_of_another_act_or_version_does_not_fit() {
    let mut world = World::new();
    let (key, _) = world.issue(&head(KeyKind::Ec));
    let signature = eds::cms::sign(ACT, &key, false, at()).unwrap();
    let next_version = String::from_utf8(ACT.to_vec()).unwrap().replace("version=\"3\"", "version=\"4\"");
    assert_eq!(status(&signature, Some(next_version.as_bytes()), &world.trust()), Status::Failed(Code::CmsDigest));
}

#[test]
fn h74_signing_the_same_act_twice_gives_the_same_answer() {
    let mut world = World::new();
    let (key, _) = world.issue(&head(KeyKind::Rsa));
    let once = eds::cms::sign(ACT, &key, false, at()).unwrap();
    let twice = eds::cms::sign(ACT, &key, false, at()).unwrap();
    assert_eq!(once, twice);
    let trust = world.trust();
    let outcome = eds::cms::verify(&once, Some(ACT), &trust, at());
    assert_eq!(outcome, eds::cms::verify(&once, Some(ACT), &trust, at()));
}

#[test]
fn h75_a_certificate_outside_its_validity_is_refused() {
    let mut world = World::new();
    let ended = Profile { not_after: day("2026-09-30"), ..person(KeyKind::Ec) };
    let begins = Profile { not_before: day("2026-10-01"), ..person(KeyKind::Ec) };
    for (profile, code) in [(ended, Code::CertificateExpired), (begins, Code::CertificateNotYetValid)] {
        let (key, _) = world.issue(&profile);
        let signature = eds::cms::sign(ACT, &key, false, at()).unwrap();
        assert_eq!(status(&signature, Some(ACT), &world.trust()), Status::Failed(code));
    }
}

#[test]
fn h75_an_expired_root_carries_nothing() {
    let mut world = World::new();
    let profile = Profile { not_after: day("2040-01-01"), ..person(KeyKind::Ec) };
    let (key, _) = world.issue(&profile);
    let signature = eds::cms::sign(ACT, &key, false, at()).unwrap();
    let outcome = eds::cms::verify(&signature, Some(ACT), &world.without_revocation(), day("2037-01-01"));
    assert_eq!(outcome.status, Status::Failed(Code::CertificateExpired));
}

#[test]
fn h77_without_a_time_stamp_a_revoked_certificate_is_refused_whenever_it_was_revoked() {
    for revoked_on in ["2026-09-01", "2026-09-30"] {
        let mut world = World::new();
        let (key, issued) = world.issue(&person(KeyKind::Ec));
        let (other, _) = world.issue(&person(KeyKind::Ec));
        let claimed = day("2026-09-15");
        let signature = eds::cms::sign(ACT, &key, false, claimed).unwrap();
        assert_eq!(status(&signature, Some(ACT), &world.trust()), Status::Passed);
        world.authority.revoke(issued.serial, day(revoked_on));
        world.publish();
        assert_eq!(status(&signature, Some(ACT), &world.trust()), Status::Failed(Code::CertificateRevoked));
        // The revocation counts from the list itself, current or not.
        let outcome = eds::cms::verify(&signature, Some(ACT), &world.trust(), day("2026-12-01"));
        assert_eq!(outcome.status, Status::Failed(Code::CertificateRevoked));
        let outcome = eds::cms::verify(&signature, Some(ACT), &world.without_revocation(), at());
        assert_eq!(outcome.status, Status::Passed);
        let signature = eds::cms::sign(ACT, &other, false, claimed).unwrap();
        assert_eq!(status(&signature, Some(ACT), &world.trust()), Status::Passed);
    }
}

#[test]
fn h79_without_a_current_list_of_every_issuer_the_answer_is_indeterminate() {
    let mut world = World::new();
    let (key, _) = world.issue(&person(KeyKind::Rsa));
    let signature = eds::cms::sign(ACT, &key, false, at()).unwrap();
    let mut trust = world.trust();
    for moment in [day("2026-10-07"), day("2026-09-29")] {
        let outcome = eds::cms::verify(&signature, Some(ACT), &trust, moment);
        assert_eq!(outcome.status, Status::Indeterminate(Code::RevocationStale));
    }
    let of_issuing = trust.crls.pop();
    assert_eq!(status(&signature, Some(ACT), &trust), Status::Indeterminate(Code::RevocationUnknown));
    trust.crls = of_issuing.into_iter().collect();
    assert_eq!(status(&signature, Some(ACT), &trust), Status::Indeterminate(Code::RevocationUnknown));
    trust.crls.clear();
    assert_eq!(status(&signature, Some(ACT), &trust), Status::Indeterminate(Code::RevocationUnknown));
}

#[test]
fn h79_an_altered_revocation_list_says_nothing() {
    let mut world = World::new();
    let (key, issued) = world.issue(&person(KeyKind::Rsa));
    world.authority.revoke(issued.serial, at());
    world.publish();
    let signature = eds::cms::sign(ACT, &key, false, at()).unwrap();
    let mut trust = world.trust();
    let mut list = world.crls[1].clone();
    let needle = issued.serial.to_be_bytes();
    let place = list.windows(2).position(|pair| pair == &needle[6..]).unwrap();
    list[place + 1] ^= 0x40;
    trust.crls = vec![Crl::parse(&world.crls[0]).unwrap(), Crl::parse(&list).unwrap()];
    assert_eq!(status(&signature, Some(ACT), &trust), Status::Indeterminate(Code::RevocationUnknown));
}

#[test]
fn h80_the_answer_names_person_organisation_and_roles_of_the_certificate() {
    let mut world = World::new();
    let trust = world.trust();
    for (profile, bin) in [(person(KeyKind::Rsa), None), (head(KeyKind::Ec), Some("120440001238"))] {
        let (key, _) = world.issue(&profile);
        let outcome = eds::cms::verify(&eds::cms::sign(ACT, &key, true, at()).unwrap(), None, &trust, at());
        let signer = &outcome.signers[0];
        assert_eq!((signer.iin.as_deref(), signer.bin.as_deref()), (Some("850101300015"), bin));
        assert_eq!(signer.name.as_deref(), Some("ТЕСТОВ ТЕСТ"));
        assert_eq!(signer.roles, profile.roles);
        assert_eq!(signer.signed_at, Some(at()));
        assert_eq!(signer.roles.contains(&Role::Head), bin.is_some());
    }
}

#[test]
fn h81_login_certificates_and_those_without_the_right_usage_do_not_sign() {
    let mut world = World::new();
    for profile in [person(KeyKind::Rsa), head(KeyKind::Ec)] {
        let (key, _) = world.issue(&Profile { usage: Certified::Auth, ..profile });
        assert_eq!(key.certificate().usage(), Usage::Auth);
        let signature = eds::cms::sign(ACT, &key, false, at()).unwrap();
        assert_eq!(status(&signature, Some(ACT), &world.trust()), Status::Failed(Code::CertificateKeyUsage));
    }
    world.write("ca.pem", world.authority.issuing().as_bytes());
    let role = "1.2.398.3.3.4.1.1";
    for extensions in [
        format!("keyUsage=critical,digitalSignature\nextendedKeyUsage=emailProtection,{role}"),
        format!("keyUsage=critical,nonRepudiation\nextendedKeyUsage=emailProtection,{role}"),
        format!("keyUsage=critical,digitalSignature,nonRepudiation\nextendedKeyUsage=clientAuth,{role}"),
        "keyUsage=critical,digitalSignature,nonRepudiation".to_owned(),
        format!("extendedKeyUsage=emailProtection,{role}"),
        format!("{SIGNING}\ncertificatePolicies=1.2.398.3.3.2.4"),
    ] {
        assert_eq!(judge_odd(&world, &extensions), Status::Failed(Code::CertificateKeyUsage), "{extensions}");
    }
    let by_policy = "keyUsage=digitalSignature,nonRepudiation\ncertificatePolicies=1.2.398.3.3.2.3";
    assert_eq!(judge_odd(&world, by_policy), Status::Passed);
    assert_eq!(judge_odd(&world, SIGNING), Status::Passed);
}

/// Signs and verifies with a certificate that OpenSSL issued under the sandbox authority.
fn judge_odd(world: &World, extensions: &str) -> Status {
    let issuer = ("ca.pem", ISSUING_KEY);
    judge_bundle(world, &Odd { key: "EC", extensions, digest: "-sha256", issuer, name: "odd" }.issue(world))
}

fn judge_bundle(world: &World, bundle: &[u8]) -> Status {
    let key = SigningKey::from_pem(bundle).unwrap();
    let now = key.certificate().not_before();
    let signature = eds::cms::sign(ACT, &key, false, now).unwrap();
    eds::cms::verify(&signature, Some(ACT), &world.without_revocation(), now).status
}

#[test]
fn h82_a_root_of_the_right_name_and_another_key_is_not_trusted() {
    let world = World::new();
    let dir = world.path();
    world.write(
        "odd.cnf",
        b"[req]\ndistinguished_name=dn\n[dn]\n[ca]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n",
    );
    openssl(dir, &["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", "fake.key"]).unwrap();
    let request = [
        "req",
        "-config",
        "odd.cnf",
        "-x509",
        "-new",
        "-key",
        "fake.key",
        "-extensions",
        "ca",
        "-utf8",
        "-subj",
        "/C=KZ/CN=QAZYNA SANDBOX ROOT (RSA)",
        "-out",
        "fake.crt",
    ];
    openssl(dir, &request).unwrap();
    let fake = Certificate::parse(&std::fs::read(dir.join("fake.crt")).unwrap()).unwrap();
    let root = Certificate::parse(world.authority.root().as_bytes()).unwrap();
    assert_eq!(fake.subject().to_string(), root.subject().to_string());
    let issuer = ("fake.crt", "fake.key");
    let bundle = Odd { key: "EC", extensions: SIGNING, digest: "-sha256", issuer, name: "odd" }.issue(&world);
    assert_eq!(judge_bundle(&world, &bundle), Status::Failed(Code::CertificateUntrusted));

    let key = SigningKey::from_pem(&bundle).unwrap();
    let trust = Trust { roots: vec![fake], ..world.without_revocation() };
    assert_eq!(eds::validate(key.certificate(), key.chain(), &trust, key.certificate().not_before()), Ok(()));
    let no_roots = Trust { roots: vec![], ..world.without_revocation() };
    let judged = eds::validate(key.certificate(), key.chain(), &no_roots, key.certificate().not_before());
    assert_eq!(judged, Err(Code::CertificateUntrusted));
}

#[test]
fn h82_a_copy_of_the_anchor_with_its_key_does_not_stand_in_for_it() {
    let mut world = World::new();
    let (key, _) = world.issue(&Profile { not_after: day("2040-01-01"), ..person(KeyKind::Ec) });
    let anchor = Certificate::parse(world.authority.issuing().as_bytes()).unwrap();
    let mut copy = x509_cert::Certificate::from_der(anchor.der()).unwrap();
    copy.tbs_certificate.validity.not_after = x509_cert::time::Time::INFINITY;
    let copy = Certificate::from_der(&copy.to_der().unwrap()).unwrap();
    let trust = Trust { roots: vec![anchor], ..world.without_revocation() };
    let late = day("2037-01-01");
    let judged = eds::validate(key.certificate(), std::slice::from_ref(&copy), &trust, late);
    assert_eq!(judged, Err(Code::CertificateExpired));
    assert_eq!(eds::validate(&copy, &[], &trust, late), Err(Code::CertificateUntrusted));
    assert_eq!(eds::validate(&trust.roots[0], &[], &trust, at()), Ok(()));
}

#[test]
fn h82_a_signers_certificate_among_the_roots_is_no_anchor() {
    let mut world = World::new();
    let (key, issued) = world.issue(&person(KeyKind::Ec));
    let files = [issued.certificate.as_bytes(), &world.crls[0]];
    let trust = Trust::read(files, &world.crls, Revocation::Skip).unwrap();
    assert_eq!(trust.roots.len(), 1);
    let judged = eds::validate(key.certificate(), key.chain(), &trust, at());
    assert_eq!(judged, Err(Code::CertificateUntrusted));
    let broken = Trust::read(["rubbish"], &world.crls, Revocation::Skip);
    assert_eq!(broken.unwrap_err(), Code::CertificateMalformed);
}

#[test]
fn h82_only_authorities_issue_and_only_as_deep_as_they_may() {
    let world = World::new();
    world.write("ca.pem", world.authority.issuing().as_bytes());
    let authority = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign";
    for (extensions, code) in [
        (SIGNING, Code::CertificateNotAuthority),
        ("basicConstraints=critical,CA:TRUE\nkeyUsage=digitalSignature", Code::CertificateNotAuthority),
        ("basicConstraints=critical,CA:FALSE\nkeyUsage=keyCertSign", Code::CertificateNotAuthority),
        (authority, Code::CertificatePathLength),
    ] {
        let issuer = ("ca.pem", ISSUING_KEY);
        let middle = Odd { key: "EC", extensions, digest: "-sha256", issuer, name: "middle" }.issue(&world);
        let issuer = ("middle.crt", "middle.key");
        let mut bundle = Odd { key: "EC", extensions: SIGNING, digest: "-sha256", issuer, name: "odd" }.issue(&world);
        bundle.extend_from_slice(&middle);
        assert_eq!(judge_bundle(&world, &bundle), Status::Failed(code), "{extensions}");
    }
}

#[test]
fn h82_a_critical_extension_that_is_not_understood_is_refused() {
    let world = World::new();
    world.write("ca.pem", world.authority.issuing().as_bytes());
    for unknown in ["1.2.398.9.9=critical,DER:0500", "nameConstraints=critical,permitted;DNS:kz"] {
        let status = judge_odd(&world, &format!("{SIGNING}\n{unknown}"));
        assert_eq!(status, Status::Failed(Code::CertificateCriticalExtension));
    }
    assert_eq!(judge_odd(&world, &format!("{SIGNING}\n1.2.398.9.9=DER:0500")), Status::Passed);
}

#[test]
fn h83_detached_without_content_and_without_signers_are_refused() {
    let mut world = World::new();
    let (key, _) = world.issue(&person(KeyKind::Ec));
    let trust = world.trust();
    let signature = eds::cms::sign(ACT, &key, false, at()).unwrap();
    assert_eq!(status(&signature, None, &trust), Status::Failed(Code::CmsNoContent));
    let nobody = edited(&signature, |data| data.signer_infos = SignerInfos(SetOfVec::new()));
    assert_eq!(status(&nobody, Some(ACT), &trust), Status::Failed(Code::CmsNoSigner));
    let uncertified = edited(&signature, |data| data.certificates = None);
    assert_eq!(status(&uncertified, Some(ACT), &trust), Status::Failed(Code::CmsNoCertificate));
}

#[test]
fn h83_every_signer_must_pass() {
    let mut world = World::new();
    let (good, _) = world.issue(&person(KeyKind::Ec));
    let (bad, issued) = world.issue(&head(KeyKind::Rsa));
    let both = |data_of_bad: &[u8]| {
        let one = eds::cms::sign(ACT, &good, false, at()).unwrap();
        let other = eds::cms::sign(data_of_bad, &bad, false, at()).unwrap();
        let mut other: SignedData = ContentInfo::from_der(&other).unwrap().content.decode_as().unwrap();
        edited(&one, |data| {
            data.signer_infos.0.insert(other.signer_infos.0.get(0).unwrap().clone()).unwrap();
            let held = &mut data.certificates.as_mut().unwrap().0;
            for certificate in std::mem::take(&mut other.certificates.as_mut().unwrap().0).into_vec() {
                if !held.iter().any(|one| *one == certificate) {
                    held.insert(certificate).unwrap();
                }
            }
        })
    };
    let outcome = eds::cms::verify(&both(ACT), Some(ACT), &world.trust(), at());
    assert_eq!((outcome.status, outcome.signers.len()), (Status::Passed, 2));
    assert_eq!(status(&both(b"another act"), Some(ACT), &world.trust()), Status::Failed(Code::CmsDigest));
    world.authority.revoke(issued.serial, at());
    world.publish();
    assert_eq!(status(&both(ACT), Some(ACT), &world.trust()), Status::Failed(Code::CertificateRevoked));
}

#[test]
fn h84_signed_attributes_must_be_complete_single_and_right() {
    let mut world = World::new();
    let trust = world.trust();
    for kind in KINDS {
        let (key, _) = world.issue(&person(kind));
        let good = eds::cms::sign(ACT, &key, false, at()).unwrap();
        let check = |code, edit: &dyn Fn(&mut SignerInfo)| {
            let forged = resigned(&good, &key, edit);
            assert_eq!(status(&forged, Some(ACT), &trust), Status::Failed(code), "{code}");
        };
        assert_eq!(status(&resigned(&good, &key, |_| ()), Some(ACT), &trust), Status::Passed);
        check(Code::CmsSignedAttributes, &|info| info.signed_attrs = None);
        check(Code::CmsSignedAttributes, &|info| without(info, rfc5911::ID_MESSAGE_DIGEST));
        check(Code::CmsContentType, &|info| without(info, rfc5911::ID_CONTENT_TYPE));
        check(Code::CmsSigningCertificate, &|info| without(info, rfc5911::ID_AA_SIGNING_CERTIFICATE_V_2));
        check(Code::CmsSignedAttributes, &|info| {
            let attributes = info.signed_attrs.as_mut().unwrap();
            let mut again = attributes.iter().find(|one| one.oid == rfc5911::ID_MESSAGE_DIGEST).unwrap().clone();
            again.values = SetOfVec::try_from(vec![Any::new(Tag::OctetString, vec![0; 32]).unwrap()]).unwrap();
            attributes.insert(again).unwrap();
        });
        check(Code::CmsAlgorithm, &|info| {
            info.signature_algorithm.oid = match kind {
                KeyKind::Rsa => rfc5912::ECDSA_WITH_SHA_256,
                KeyKind::Ec | KeyKind::Gost2015 | KeyKind::Gost2004 => rfc5912::SHA_256_WITH_RSA_ENCRYPTION,
            };
        });
        check(Code::CmsWeak, &|info| info.digest_alg.oid = rfc5912::ID_SHA_1);
        let unlisted = edited(&good, |data| data.digest_algorithms = SetOfVec::new());
        assert_eq!(status(&unlisted, Some(ACT), &trust), Status::Failed(Code::CmsAlgorithm));
    }
}

#[test]
fn h84_a_signature_cannot_be_moved_to_another_certificate_of_the_same_key() {
    let mut world = World::new();
    // Six fixed RSA keys are dealt in turn, so the first and the seventh holder share one.
    let bundles: Vec<_> = (0..7).map(|_| world.issue(&person(KeyKind::Rsa)).0).collect();
    let (first, seventh) = (&bundles[0], &bundles[6]);
    assert_eq!(first.certificate().public_key(), seventh.certificate().public_key());
    let signature = eds::cms::sign(ACT, first, false, at()).unwrap();
    let other = eds::cms::sign(ACT, seventh, false, at()).unwrap();
    let other: SignedData = ContentInfo::from_der(&other).unwrap().content.decode_as().unwrap();
    let moved = edited(&signature, |data| {
        let mut info = data.signer_infos.0.get(0).unwrap().clone();
        info.sid = other.signer_infos.0.get(0).unwrap().sid.clone();
        data.certificates = other.certificates.clone();
        data.signer_infos = SignerInfos(SetOfVec::try_from(vec![info]).unwrap());
    });
    assert_eq!(status(&moved, Some(ACT), &world.trust()), Status::Failed(Code::CmsSigningCertificate));
}

#[test]
fn h85_sha1_and_short_rsa_are_refused() {
    let world = World::new();
    world.write("ca.pem", world.authority.issuing().as_bytes());
    let issuer = ("ca.pem", ISSUING_KEY);
    let sha1 = Odd { key: "EC", extensions: SIGNING, digest: "-sha1", issuer, name: "sha1" }.issue(&world);
    assert_eq!(judge_bundle(&world, &sha1), Status::Failed(Code::CertificateWeak));

    let short = Odd { key: "RSA:1024", extensions: SIGNING, digest: "-sha256", issuer, name: "short" }.issue(&world);
    assert_eq!(SigningKey::from_pem(&short).unwrap_err(), KeyError::Rejected);
    let now = Certificate::parse(&short).unwrap().not_before();
    world.write("data", ACT);
    world.write("short.pem", &short);
    let good = Odd { key: "RSA:2048", extensions: SIGNING, digest: "-sha256", issuer, name: "good" }.issue(&world);
    world.write("good.pem", &good);
    for (file, digest, code) in [("short.pem", "sha256", Code::CertificateWeak), ("good.pem", "sha1", Code::CmsWeak)] {
        let sign = [
            "cms",
            "-sign",
            "-cades",
            "-binary",
            "-md",
            digest,
            "-in",
            "data",
            "-signer",
            file,
            "-certfile",
            "ca.pem",
            "-outform",
            "DER",
        ];
        let signature = openssl(world.path(), &sign).unwrap();
        let outcome = eds::cms::verify(&signature, Some(ACT), &world.without_revocation(), now);
        assert_eq!(outcome.status, Status::Failed(code), "{file} {digest}");
    }
}

#[test]
fn algorithms_that_are_not_known_are_indeterminate() {
    let mut world = World::new();
    let (key, _) = world.issue(&person(KeyKind::Ec));
    let good = eds::cms::sign(ACT, &key, false, at()).unwrap();
    // The variants of 256 bits, which no certificate of the authority uses.
    let streebog = const_oid::ObjectIdentifier::new_unwrap("1.2.398.3.10.1.3.2");
    let gost = const_oid::ObjectIdentifier::new_unwrap("1.2.398.3.10.1.1.2.3.1");
    let edits: [&dyn Fn(&mut SignerInfo); 2] =
        [&|info| info.digest_alg.oid = streebog, &|info| info.signature_algorithm.oid = gost];
    for edit in edits {
        let other = resigned(&good, &key, edit);
        assert_eq!(status(&other, Some(ACT), &world.trust()), Status::Indeterminate(Code::AlgorithmUnsupported));
    }
}

#[test]
fn h84_known_algorithms_that_do_not_belong_together_are_refused() {
    let mut world = World::new();
    let keys = KINDS.map(|kind| world.issue(&person(kind)).0);
    let trust = world.trust();
    let infos = keys.each_ref().map(|key| {
        let signature = eds::cms::sign(ACT, key, false, at()).unwrap();
        let data: SignedData = ContentInfo::from_der(&signature).unwrap().content.decode_as().unwrap();
        data.signer_infos.0.get(0).unwrap().clone()
    });
    for (index, key) in keys.iter().enumerate() {
        let good = eds::cms::sign(ACT, key, false, at()).unwrap();
        for other in infos.iter().filter(|other| other.signature_algorithm != infos[index].signature_algorithm) {
            let forged = resigned(&good, key, |info| info.signature_algorithm = other.signature_algorithm.clone());
            assert_eq!(status(&forged, Some(ACT), &trust), Status::Failed(Code::CmsAlgorithm));
        }
        for other in infos.iter().filter(|other| other.digest_alg != infos[index].digest_alg) {
            let forged = resigned(&good, key, |info| info.digest_alg = other.digest_alg.clone());
            let listed = edited(&forged, |data| {
                data.digest_algorithms = SetOfVec::try_from(vec![other.digest_alg.clone()]).unwrap();
            });
            assert_eq!(status(&listed, Some(ACT), &trust), Status::Failed(Code::CmsAlgorithm));
        }
    }
}

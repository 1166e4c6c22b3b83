//! Keys, signed notes and bodies have one spelling each, and it is the one of the standards.

#[cfg(test)]
mod notes {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use ledger::log::checkpoint::SignedCheckpoint;
    use ledger::log::entry::{BODY_VERSION, Body, TableRoot, entry_hash, row_bytes, row_hash};
    use ledger::log::hex::{self, Hex32};
    use ledger::log::keys::{KeyKind, Signer, Verifier};
    use ledger::log::tree::leaf_hash;
    use proptest::prelude::*;

    // The key pair in the documentation of Go's golang.org/x/mod/sumdb/note.
    const SECRET: &str = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    const PUBLIC: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    fn log_key() -> Signer {
        Signer::from_seed("log.example", KeyKind::Log, &[1; 32]).unwrap()
    }

    fn witness_key() -> Signer {
        Signer::from_seed("w.example", KeyKind::Witness, &[2; 32]).unwrap()
    }

    #[test]
    fn keys_are_those_of_the_signed_note_format() {
        let key = Signer::parse(SECRET).unwrap();
        assert_eq!(key.secret_text(), SECRET);
        assert_eq!(key.verifier().to_string(), PUBLIC);
        let public = Verifier::parse(&format!(" {PUBLIC}\n")).unwrap();
        assert_eq!((&public, public.name(), public.kind()), (key.verifier(), "PeterNeumann", KeyKind::Log));
        assert_eq!(public.key_id(), [0xc7, 0x4f, 0x20, 0xa3]);
        assert_eq!(format!("{key:?}"), format!("Signer({PUBLIC})"), "the seed is never shown");
    }

    #[test]
    fn every_changed_character_of_a_key_is_refused() {
        for (text, is_secret) in [(SECRET, true), (PUBLIC, false)] {
            for at in 0..text.len() {
                let mut bad = text.as_bytes().to_vec();
                bad[at] ^= 1;
                let bad = String::from_utf8(bad).unwrap();
                let code = if is_secret { Signer::parse(&bad).map(|_| ()) } else { Verifier::parse(&bad).map(|_| ()) };
                assert_eq!(code.unwrap_err().code(), "checkpoint.malformed", "{bad}");
            }
        }
        for name in ["", "a b", "a+b", "a\nb", "\u{7}"] {
            assert!(Signer::from_seed(name, KeyKind::Log, &[1; 32]).is_err(), "{name:?}");
        }
    }

    #[test]
    fn a_key_file_is_for_its_owner_alone_and_is_never_overwritten() {
        let dir = tempfile::TempDir::new().unwrap();
        let path = dir.path().join("key");
        let key = witness_key();
        key.save(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let loaded = Signer::load(&path).unwrap();
        assert_eq!((loaded.secret_text(), loaded.verifier()), (key.secret_text(), key.verifier()));
        assert!(log_key().save(&path).is_err());
        assert_eq!(Signer::load(&path).unwrap().verifier(), key.verifier());
        assert!(Signer::load(&dir.path().join("none")).is_err());
    }

    #[test]
    fn a_note_is_laid_out_as_a_c2sp_checkpoint() {
        let mut note = SignedCheckpoint::sign(42, [0; 32], None, &log_key()).unwrap();
        let text = note.to_string();
        let zeros = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
        assert!(text.starts_with(&format!("log.example\n42\n{zeros}\n\n— log.example ")), "{text}");
        let later = SignedCheckpoint::sign(43, [0; 32], Some(42), &log_key()).unwrap().to_string();
        assert!(later.starts_with(&format!("log.example\n43\n{zeros}\nprevious 42\n\n— log.example ")), "{later}");
        note.cosign(1_700_000_000, &witness_key()).unwrap();
        let cosigned = note.to_string();
        assert!(cosigned.starts_with(&text) && cosigned[text.len()..].starts_with("— w.example "));
        let read = SignedCheckpoint::parse("x", &cosigned).unwrap();
        assert_eq!(read, note);
        assert_eq!(read.require_log("x", log_key().verifier()), Ok(()));
        assert_eq!(read.require_witness("x", witness_key().verifier()), Ok(1_700_000_000));
        assert!(read.names(witness_key().verifier()) && !read.names(&Verifier::parse(PUBLIC).unwrap()));
    }

    #[test]
    fn a_signature_counts_only_under_its_own_key_name_and_kind() {
        let mut note = SignedCheckpoint::sign(42, [7; 32], None, &log_key()).unwrap();
        note.cosign(5, &witness_key()).unwrap();
        let log = |name: &str, kind, seed| Signer::from_seed(name, kind, &[seed; 32]).unwrap().verifier().clone();
        for key in [
            log("log.example", KeyKind::Log, 9),
            log("other", KeyKind::Log, 1),
            log("log.example", KeyKind::Witness, 1),
        ] {
            assert_eq!(note.require_log("x", &key).unwrap_err().code(), "checkpoint.signature");
        }
        for key in [
            log("w.example", KeyKind::Witness, 9),
            log("other", KeyKind::Witness, 2),
            log("w.example", KeyKind::Log, 2),
        ] {
            assert_eq!(note.require_witness("x", &key).unwrap_err().code(), "checkpoint.cosignature");
        }
        assert!(note.require_witness("x", log_key().verifier()).is_err());
        assert!(note.require_log("x", witness_key().verifier()).is_err());
        assert!(SignedCheckpoint::sign(1, [0; 32], None, &witness_key()).is_err());
        assert!(note.cosign(5, &log_key()).is_err());
        let renamed = note.to_string().replacen("log.example\n42", "log.examples\n42", 1);
        assert!(SignedCheckpoint::parse("x", &renamed).unwrap().require_log("x", log_key().verifier()).is_err());
    }

    #[test]
    fn notes_with_a_second_spelling_are_malformed() {
        let good = SignedCheckpoint::sign(42, [7; 32], Some(3), &log_key()).unwrap().to_string();
        assert!(SignedCheckpoint::parse("x", &good).is_ok());
        let line = good.lines().last().unwrap().to_owned();
        let changes = [
            good.replace("\n42\n", "\n042\n"),
            good.replace("\n42\n", "\n+42\n"),
            good.replace("\n42\n", "\n\n"),
            good.replace("previous 3", "previous 03"),
            good.replace("previous 3", "next 3"),
            good.replace("previous 3\n", "previous 3\nmore\n"),
            good.replace("— ", "- "),
            good.replace("\n\n", "\n"),
            good.replace('\n', "\r\n"),
            good.trim_end().to_owned(),
            format!("{good}\n"),
            good.replace(&format!("{line}\n"), ""),
            good.replace(&line, "— log.example AAAA"),
            good.replace(&line, "— log+example AAAAAAAA"),
            good.replacen("log.example", "", 1),
            String::new(),
        ];
        for bad in changes {
            assert_ne!(bad, good);
            assert!(SignedCheckpoint::parse("x", &bad).is_err(), "{bad:?}");
        }
    }

    fn body() -> Body {
        let tables = vec![
            TableRoot::over("marks", &[row_hash("marks", &[Some("1")]), row_hash("marks", &[Some("2")])]),
            TableRoot::over("acts", &[row_hash("acts", &[None])]),
        ];
        Body {
            v: BODY_VERSION,
            entry: "01932c07-2b1f-7000-8000-000000000001".to_owned(),
            kind: "act.posted".to_owned(),
            region: "71".to_owned(),
            actor: "registrar \"1\"".to_owned(),
            effective_on: None,
            recorded_at: -1,
            tables,
        }
    }

    #[test]
    fn a_body_has_exactly_one_spelling() {
        let bytes = body().encode().unwrap();
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert!(text.starts_with(r#"{"v":1,"entry":"01932c07-2b1f-7000-8000-000000000001","kind":"act.posted","region":"71","actor":"registrar \"1\"","effective_on":null,"recorded_at":-1,"tables":[{"table":"acts","rows":1,"root":""#), "{text}");
        let read = Body::parse(&bytes).unwrap();
        assert_eq!(read.encode().unwrap(), bytes);
        assert_eq!(read.tables.iter().map(|table| table.rows).collect::<Vec<_>>(), [1, 2]);
        let swapped = serde_json::to_string(&body()).unwrap();
        let changes = [
            swapped,
            text.replace("\"v\":1", "\"v\":2"),
            text.replace(":-1", ":-1.0"),
            format!("{text} "),
            text.replace("{\"v\"", "{\"x\":0,\"v\""),
        ];
        for bad in changes {
            assert_eq!(Body::parse(bad.as_bytes()).unwrap_err().code(), "receipt.body", "{bad}");
        }
        let mut twice = body();
        twice.tables.push(TableRoot::over("acts", &[]));
        assert!(twice.encode().is_err());
        assert!(Body { v: 2, ..body() }.encode().is_err());
    }

    #[test]
    fn rows_are_netstrings_and_the_order_of_reading_is_immaterial() {
        assert_eq!(row_bytes("marks", &[Some("ә"), None, Some("")]), "5:marks,2:ә,-,0:,".as_bytes());
        assert_eq!(row_hash("t", &[Some("a")]).0, leaf_hash(b"1:t,1:a,"));
        let rows: Vec<_> = (0..9).map(|n| row_hash("t", &[Some(&n.to_string())])).collect();
        let mut turned = rows.clone();
        turned.reverse();
        assert_eq!(TableRoot::over("t", &rows), TableRoot::over("t", &turned));
        assert_ne!(TableRoot::over("t", &rows), TableRoot::over("t", &rows[1..]));
        assert_eq!(TableRoot::over("t", &rows).rows, 9);
    }

    #[test]
    fn hexadecimal_has_one_spelling() {
        let text = "00ff10".repeat(10) + "abcd";
        assert_eq!(hex::encode(&hex::decode(&text).unwrap()), text);
        for bad in [
            text.to_uppercase(),
            text[1..].to_owned(),
            text[2..].to_owned(),
            text.clone() + "00",
            "g".repeat(64),
            "ы".repeat(32),
        ] {
            assert_eq!(hex::decode(&bad), None, "{bad}");
        }
        let json = serde_json::to_string(&Hex32([0xa5; 32])).unwrap();
        assert_eq!(json, format!("\"{}\"", "a5".repeat(32)));
        assert_eq!(serde_json::from_str::<Hex32>(&json).unwrap(), Hex32([0xa5; 32]));
        assert_eq!(entry_hash(&[b'a'; 32], b"bc"), entry_hash(&[b'a'; 32], b"bc"));
        assert_ne!(entry_hash(&[b'a'; 32], b"bc"), entry_hash(&[b'a'; 32], b"bd"));
    }

    type Row = (String, Vec<Option<String>>);

    fn bytes_of(row: &Row) -> Vec<u8> {
        row_bytes(&row.0, &row.1.iter().map(Option::as_deref).collect::<Vec<_>>())
    }

    fn any_row() -> impl Strategy<Value = Row> {
        ("[a0:,-]{0,4}", prop::collection::vec(prop::option::of("[a0:,-]{0,4}"), 0..4))
    }

    proptest! {
        #[test]
        fn two_rows_share_their_bytes_only_when_they_are_the_same(a in any_row(), b in any_row()) {
            prop_assert_eq!(bytes_of(&a) == bytes_of(&b), a == b);
        }

        #[test]
        fn cutting_a_row_elsewhere_changes_its_bytes(a in "[:,0-9-]{1,6}", b in "[:,0-9-]{1,6}") {
            let joined = format!("{a}{b}");
            prop_assert_ne!(row_bytes("t", &[Some(&a), Some(&b)]), row_bytes("t", &[Some(&joined)]));
            prop_assert_ne!(row_bytes("t", &[Some(&a), None]), row_bytes("t", &[None, Some(&a)]));
        }

        #[test]
        fn arbitrary_text_never_breaks_the_parsers(text in "\\PC{0,80}") {
            prop_assert!(Signer::parse(&text).is_err() && Verifier::parse(&text).is_err());
            prop_assert!(SignedCheckpoint::parse("x", &text).is_err() && Body::parse(text.as_bytes()).is_err());
        }
    }
}

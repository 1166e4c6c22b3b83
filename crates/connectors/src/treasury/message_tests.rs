//! The payment messages against the published schemas, and hostile statements.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use super::camt054::{self, Direction, Entry, Return, Statement};
use super::pain001::{self, Account, Batch, Instruction, Party, PaymentCodes, Transfer};
use jiff::Zoned;
use proptest::prelude::*;

/// Validates against a schema of `testdata/xsd`; passes over where xmllint is missing on a developer's machine.
fn assert_valid(schema: &str, bytes: &[u8]) {
    use std::io::Write;
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/xsd").join(schema);
    let mut command = Command::new("xmllint");
    command.args(["--noout", "--nonet", "--schema"]).arg(schema).arg("-").stdin(Stdio::piped()).stderr(Stdio::piped());
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) if std::env::var_os("CI").is_none() => return println!("not run: xmllint is missing ({error})"),
        Err(error) => panic!("xmllint is missing: {error}"),
    };
    child.stdin.take().unwrap().write_all(bytes).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}\n{}", String::from_utf8_lossy(&output.stderr), String::from_utf8_lossy(bytes));
}

fn created_at() -> Zoned {
    "2026-10-02T09:30:00+05:00[+05:00]".parse().unwrap()
}

fn party(name: &str) -> Party {
    Party { name: name.to_owned(), bin: "990140000123".to_owned() }
}

fn account() -> Account {
    Account { iban: "KZ75125KZT1001300335".to_owned(), bic: "KKMFKZ2A".to_owned() }
}

fn transfer(order_number: &str, amount_tiyn: i64) -> Transfer {
    Transfer {
        order_number: order_number.to_owned(),
        amount_tiyn,
        payee: party("ТОО «Күншуақ» & <Co>"),
        account: account(),
        codes: PaymentCodes { knp: "859".to_owned(), kbe: "17".to_owned(), kbk: None },
        purpose: format!("За услуги по акту 2026-09/1 {}", "ұзақ мәтін ".repeat(20).trim_end()),
    }
}

fn instruction(transfers: Vec<Transfer>) -> Instruction {
    let batch = Batch {
        id: "B1".to_owned(),
        requested_on: jiff::civil::date(2026, 10, 3),
        payer: party("ГУ Управление образования"),
        account: account(),
        transfers,
    };
    Instruction {
        message_id: "M1".to_owned(),
        created_at: created_at(),
        initiator: party("АО Финцентр"),
        batches: vec![batch],
    }
}

#[test]
fn payment_orders_are_valid_by_schema_and_carry_their_totals() {
    let mut orders = vec![transfer("PO-1", 123_456), transfer("PO-2", 5)];
    orders[1].codes.kbk = Some("101202".to_owned());
    let bytes = pain001::write(&instruction(orders)).unwrap();
    assert_valid("pain.001.001.09.xsd", &bytes);
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!(text.matches("<NbOfTxs>2</NbOfTxs><CtrlSum>1234.61</CtrlSum>").count(), 2);
    for part in [
        "<InstdAmt Ccy=\"KZT\">1234.56</InstdAmt>",
        "<EndToEndId>PO-2</EndToEndId>",
        "<Ustrd>/KNP/859/KBE/17/KBK/101202</Ustrd>",
        "<OrgId><Othr><Id>990140000123</Id><SchmeNm><Prtry>BIN</Prtry></SchmeNm></Othr></OrgId>",
        "<CreDtTm>2026-10-02T09:30:00+05:00</CreDtTm>",
        "ТОО «Күншуақ» &amp; &lt;Co&gt;",
    ] {
        assert!(text.contains(part), "{part}");
    }
}

#[test]
fn orders_that_the_schema_does_not_allow_are_not_written() {
    let refused = |change: &dyn Fn(&mut Transfer)| {
        let mut order = transfer("PO-1", 100);
        change(&mut order);
        pain001::write(&instruction(vec![order])).unwrap_err().element
    };
    assert_eq!(refused(&|order| order.amount_tiyn = 0), "Amt");
    assert_eq!(refused(&|order| order.amount_tiyn = -1), "CtrlSum");
    assert_eq!(refused(&|order| order.order_number = "x".repeat(36)), "EndToEndId");
    assert_eq!(refused(&|order| order.account.iban = "KZ7512 5KZT".to_owned()), "IBAN");
    assert_eq!(refused(&|order| order.account.bic = "KKMF".to_owned()), "BICFI");
    assert_eq!(refused(&|order| order.payee.name.clear()), "Nm");
    assert_eq!(refused(&|order| order.payee.bin = "1".to_owned()), "OrgId");
    assert_eq!(refused(&|order| order.codes.knp = "85".to_owned()), "Ustrd");
    assert_eq!(refused(&|order| order.purpose = "a\u{1}".to_owned()), "Ustrd");
    assert_eq!(pain001::write(&instruction(Vec::new())).unwrap_err().element, "NbOfTxs");
    let twice = instruction(vec![transfer("PO-1", 1), transfer("PO-1", 2)]);
    assert_eq!(pain001::write(&twice).unwrap_err().element, "EndToEndId");
}

fn statement(entries: Vec<Entry>) -> Statement {
    Statement { id: "N1".to_owned(), account: "KZ75125KZT1001300335".to_owned(), entries, refused: Vec::new() }
}

fn entry(row: u64, amount_tiyn: i64) -> Entry {
    Entry {
        row,
        end_to_end_id: format!("PO-{row}"),
        iban: "KZ86125KZT5004100100".to_owned(),
        amount_tiyn,
        booked_on: jiff::civil::date(2026, 10, 3),
        direction: Direction::Debit,
        reference: "R&<1>".to_owned(),
        returned: None,
    }
}

fn sample() -> String {
    let mut back = entry(2, 1);
    back.direction = Direction::Credit;
    back.returned = Some(Return { code: "AC04".to_owned(), text: "Счёт закрыт".to_owned() });
    let bytes = camt054::write("M1", &created_at(), &[statement(vec![entry(1, 123_456), back])]).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_statement_written_is_valid_by_schema_and_read_back() {
    let text = sample();
    assert_valid("camt.054.001.08.xsd", text.as_bytes());
    let read = camt054::read(text.as_bytes()).unwrap();
    assert_eq!(read[0].entries.len(), 2);
    assert_eq!(camt054::write("M1", &created_at(), &read).unwrap(), text.as_bytes());
}

#[test]
fn a_prefixed_message_and_character_references_read_the_same() {
    let text = sample();
    let prefixed = text.replace("</", "</b:").replace('<', "<b:").replace("<b:/b:", "</b:").replace("<b:?", "<?");
    let prefixed = prefixed.replace("xmlns=", "xmlns:b=").replace("PO-1", "P&#79;-&#x31;<!-- c -->");
    assert_eq!(camt054::read(prefixed.as_bytes()).unwrap(), camt054::read(text.as_bytes()).unwrap());
}

/// The refused rows of the sample with one replacement in its first entry.
fn refused_rows(from: &str, to: &str) -> Vec<(u64, &'static str, &'static str)> {
    let read = camt054::read(sample().replacen(from, to, 1).as_bytes()).unwrap();
    read[0].refused.iter().map(|row| (row.row, row.code, row.pointer)).collect()
}

#[test]
fn an_entry_that_cannot_be_trusted_is_refused_by_row_and_the_rest_goes_on() {
    for (from, to, code, pointer) in [
        ("<Cd>BOOK</Cd>", "<Cd>PDNG</Cd>", "statement.not_booked", "Sts/Cd"),
        ("Ccy=\"KZT\"", "Ccy=\"USD\"", "statement.currency", "Amt/@Ccy"),
        (">1234.56<", ">1234.567<", "row.invalid", "Amt"),
        (">1234.56<", ">-1234.56<", "row.invalid", "Amt"),
        (">1234.56<", ">0<", "row.invalid", "Amt"),
        ("<EndToEndId>PO-1</EndToEndId>", "", "row.invalid", "NtryDtls/TxDtls/Refs/EndToEndId"),
        ("<Dt>2026-10-03</Dt>", "<Dt>2026-02-30</Dt>", "row.invalid", "BookgDt"),
        ("KZ86125KZT5004100100", "", "row.invalid", "NtryDtls/TxDtls/RltdPties"),
    ] {
        assert_eq!(refused_rows(from, to), [(1, code, pointer)], "{from} -> {to}");
    }
    // The transaction's own amount is one tiyn more than the entry's.
    let more = sample().replacen("</Refs><Amt Ccy=\"KZT\">1234.56", "</Refs><Amt Ccy=\"KZT\">1234.57", 1);
    assert_eq!(camt054::read(more.as_bytes()).unwrap()[0].refused[0].code, "statement.amount");
}

#[test]
fn a_batch_must_add_up_to_its_entry() {
    let part = |id: &str, amount: &str| {
        format!(
            "<TxDtls><Refs><EndToEndId>{id}</EndToEndId></Refs><Amt Ccy=\"KZT\">{amount}</Amt><RltdPties><CdtrAcct><Id><IBAN>KZ86125KZT5004100100</IBAN></Id></CdtrAcct></RltdPties></TxDtls>"
        )
    };
    let bytes = |first: &str| {
        let text = sample();
        let (head, rest) = text.split_once("<TxDtls>").unwrap();
        let (_, tail) = rest.split_once("</TxDtls>").unwrap();
        format!("{head}{}{}{tail}", part("A", first), part("B", "1000"))
    };
    assert_valid("camt.054.001.08.xsd", bytes("234.56").as_bytes());
    let good = camt054::read(bytes("234.56").as_bytes()).unwrap();
    let amounts: Vec<_> = good[0].entries.iter().map(|entry| (entry.row, entry.amount_tiyn)).collect();
    assert_eq!(amounts, [(1, 23_456), (2, 100_000), (3, 1)]);
    let bad = camt054::read(bytes("234.55").as_bytes()).unwrap();
    let rows: Vec<_> = bad[0].refused.iter().map(|row| (row.row, row.code)).collect();
    assert_eq!(rows, [(1, "statement.amount"), (2, "statement.amount")]);
}

fn refused(bytes: &[u8]) -> (&'static str, String) {
    let refusal = camt054::read(bytes).unwrap_err();
    (refusal.code(), refusal.pointer)
}

#[test]
fn hostile_messages_are_refused_by_name_and_at_once() {
    let text = sample();
    let body = text.split_once("?>").unwrap().1;
    let xxe = format!("<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>{}", body.replace("PO-1", "&x;"));
    assert_eq!(refused(xxe.as_bytes()).0, "file.doctype");
    let mut laughs = "<!DOCTYPE l [<!ENTITY a0 \"ha\">".to_owned();
    (1..12).for_each(|n| write!(laughs, "<!ENTITY a{n} \"{}\">", format!("&a{};", n - 1).repeat(10)).unwrap());
    assert_eq!(refused(format!("{laughs}]>{}", body.replace("PO-1", "&a11;")).as_bytes()).0, "file.doctype");
    let pointer = "/Document/BkToCstmrDbtCdtNtfctn/Ntfctn/Ntry/NtryDtls/TxDtls/Refs/EndToEndId";
    assert_eq!(refused(text.replacen("PO-1", "&x;", 1).as_bytes()), ("file.doctype", pointer.to_owned()));
    let other = text.replace("camt.054.001.08", "camt.054.001.02");
    assert_eq!(refused(other.as_bytes()), ("schema.version", "/Document".to_owned()));
    let foreign = text.replacen("<Amt ", "<Amt xmlns=\"urn:x\" ", 1);
    let ntry = "/Document/BkToCstmrDbtCdtNtfctn/Ntfctn/Ntry/Amt";
    assert_eq!(refused(foreign.as_bytes()), ("schema.version", ntry.to_owned()));
    let deep = format!("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.054.001.08\">{}", "<a>".repeat(100_000));
    assert_eq!(refused(deep.as_bytes()).0, "file.bomb");
    assert_eq!(refused(&vec![b' '; 65 * 1024 * 1024]).0, "file.bomb");
    assert_eq!(refused(b"").0, "file.truncated");
    assert_eq!(refused(b"iin,name\n").0, "file.malformed");
    assert_eq!(refused(b"<Document\xFF/>").0, "file.encoding");
    let lied = text.replacen("UTF-8", "windows-1251", 1);
    assert_eq!(refused(lied.as_bytes()).0, "file.encoding");
    // A hint to fetch a schema is not followed and changes nothing.
    let hint = text.replacen("<Document ", "<Document xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"a http://127.0.0.1:1/x.xsd\" ", 1);
    assert_eq!(camt054::read(hint.as_bytes()), camt054::read(text.as_bytes()));
}

#[test]
fn every_cut_is_refused() {
    let text = sample().trim_end().to_owned();
    for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
        let code = refused(&text.as_bytes()[..end]).0;
        assert!(matches!(code, "file.truncated" | "file.malformed"), "{end}: {code}");
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(
        rows in proptest::collection::vec((1_i64..=9_999_999_999_999_999, "[A-Z0-9-]{1,35}", any::<bool>()), 1..6),
    ) {
        let entries: Vec<Entry> = (1..).zip(rows).map(|(row, (amount, id, debit))| {
            let direction = if debit { Direction::Debit } else { Direction::Credit };
            Entry { end_to_end_id: id, direction, ..entry(row, amount) }
        }).collect();
        let statements = [statement(entries)];
        let bytes = camt054::write("M1", &created_at(), &statements).unwrap();
        prop_assert_eq!(camt054::read(&bytes).unwrap(), statements);
    }

    #[test]
    fn mutated_messages_never_panic(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = sample().into_bytes();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        for bytes in [&bytes[..], &bytes[..cut.index(bytes.len())]] {
            let read = camt054::read(bytes).unwrap_or_default();
            prop_assert!(read.iter().flat_map(|statement| &statement.entries).all(|entry| entry.amount_tiyn > 0));
        }
    }
}

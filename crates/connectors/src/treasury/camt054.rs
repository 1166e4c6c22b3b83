//! Debit and credit notifications: camt.054.001.08, what a bank says it did with our orders (spec 6.3, 7.8).
//!
//! The file as a whole is refused when it is not a well-formed message of this version; a single entry that cannot be
//! trusted (another currency, not booked, no order number) is refused by its row and the rest goes on.

use jiff::Zoned;
use jiff::civil::Date;

use super::xml_in::{self, Element, Keep};
use super::xml_out::{Message, Written};
use super::{FileRefusal, FileRefusalKind, Unwritable};

const NAMESPACE: &str = "urn:iso:std:iso:20022:tech:xsd:camt.054.001.08";

/// One notification on one account.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Statement {
    pub id: String,
    /// The IBAN of the account the notification is about.
    pub account: String,
    pub entries: Vec<Entry>,
    /// Entries that cannot be used; empty in a statement that is written.
    pub refused: Vec<RefusedEntry>,
}

/// Money that moved on the account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The number of the transaction in the file, from 1.
    pub row: u64,
    /// The order's number as it was sent.
    pub end_to_end_id: String,
    /// The other side's account: the creditor's of a debit, the debtor's of a credit.
    pub iban: String,
    /// More than zero.
    pub amount_tiyn: i64,
    pub booked_on: Date,
    pub direction: Direction,
    /// The bank's own number of the entry; empty when it gave none.
    pub reference: String,
    /// Why the money came back, when it did.
    pub returned: Option<Return>,
}

/// Which way money moved, seen from the statement's account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Debit,
    Credit,
}

/// A returned payment: ISO external code (`AC04` closed account …) and the bank's words, either possibly empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Return {
    pub code: String,
    pub text: String,
}

/// An entry that is not used, by the number of its transaction in the file, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedEntry {
    pub row: u64,
    /// `statement.currency`, `statement.not_booked`, `statement.amount` or `row.invalid`.
    pub code: &'static str,
    /// The element at fault inside `Ntry`.
    pub pointer: &'static str,
    pub detail: String,
}

/// Reads every notification of a file. Refuses the file when it is cut, is not this message, has a DTD or passes the limits.
pub fn read(bytes: &[u8]) -> Result<Vec<Statement>, FileRefusal> {
    let mut statements = Vec::new();
    let mut current = Statement::default();
    let mut row = 0;
    xml_in::read(bytes, NAMESPACE, |around, element| {
        let path: Vec<&str> = around.iter().map(|open| open.name.as_str()).chain([element.name.as_str()]).collect();
        match *path {
            ["Document", "BkToCstmrDbtCdtNtfctn", "Ntfctn", "Ntry"] => {
                read_entry(element, &mut row, &mut current);
                Ok(Keep::Used)
            }
            ["Document", "BkToCstmrDbtCdtNtfctn", "Ntfctn"] => {
                current.id = required(element, &["Id"])?;
                current.account = required(element, &["Acct", "Id", "IBAN"])?;
                statements.push(std::mem::take(&mut current));
                Ok(Keep::Used)
            }
            ["Document"] if statements.is_empty() => Err(missing("/Document/BkToCstmrDbtCdtNtfctn/Ntfctn")),
            [root] if root != "Document" => Err(missing("/Document")),
            _ => Ok(Keep::InParent),
        }
    })?;
    Ok(statements)
}

fn required(notification: &Element, path: &[&str]) -> Result<String, FileRefusal> {
    let pointer = || format!("/Document/BkToCstmrDbtCdtNtfctn/Ntfctn/{}", path.join("/"));
    notification.text(path).map(str::to_owned).ok_or_else(|| missing(&pointer()))
}

fn missing(pointer: &str) -> FileRefusal {
    let detail = "the element is missing or empty".to_owned();
    FileRefusal { kind: FileRefusalKind::Malformed, pointer: pointer.to_owned(), detail }
}

/// What stops one entry: code, element, words.
type Fault = (&'static str, &'static str, String);

/// An entry has one transaction or a batch of them; the sum of a batch must be the entry's amount.
fn read_entry(entry: &Element, row: &mut u64, statement: &mut Statement) {
    let transactions: Vec<&Element> = entry.all("NtryDtls").flat_map(|details| details.all("TxDtls")).collect();
    let first_row = row.saturating_add(1);
    let batch = check_batch(entry, &transactions);
    let rows = transactions.iter().copied().map(Some).chain(transactions.is_empty().then_some(None));
    for transaction in rows {
        *row = row.saturating_add(1);
        let read = batch.clone().and_then(|()| match transaction {
            Some(transaction) => read_transaction(entry, transaction, *row),
            None => Err(("row.invalid", "NtryDtls/TxDtls", "the entry has no transaction".to_owned())),
        });
        match read {
            Ok(entry) => statement.entries.push(entry),
            Err((code, pointer, detail)) => {
                let detail = if *row > first_row || transactions.len() > 1 {
                    format!("{detail} (batch from row {first_row})")
                } else {
                    detail
                };
                statement.refused.push(RefusedEntry { row: *row, code, pointer, detail });
            }
        }
    }
}

fn check_batch(entry: &Element, transactions: &[&Element]) -> Result<(), Fault> {
    let whole = amount(entry)?;
    match entry.text(&["Sts", "Cd"]) {
        Some("BOOK") => {}
        other => {
            return Err((
                "statement.not_booked",
                "Sts/Cd",
                format!("status {}, only BOOK is money", other.unwrap_or("none")),
            ));
        }
    }
    if transactions.len() > 1 {
        let amounts = transactions.iter().map(|transaction| amount(transaction)).collect::<Result<Vec<_>, _>>()?;
        let sum = amounts.into_iter().try_fold(0_i64, i64::checked_add);
        if sum != Some(whole) {
            return Err(("statement.amount", "Amt", "the transactions do not add up to the entry".to_owned()));
        }
    }
    Ok(())
}

fn amount(of: &Element) -> Result<i64, Fault> {
    let invalid = |detail: String| ("row.invalid", "Amt", detail);
    let element = of.find(&["Amt"]).ok_or_else(|| invalid("no amount".to_owned()))?;
    match element.attribute("Ccy") {
        Some("KZT") => {}
        other => {
            return Err(("statement.currency", "Amt/@Ccy", format!("{}, not KZT", other.unwrap_or("no currency"))));
        }
    }
    let read = super::tiyn(element.text.trim()).filter(|tiyn| *tiyn > 0);
    read.ok_or_else(|| invalid(format!("{:?} is no amount of whole tiyn above zero", element.text.trim())))
}

fn read_transaction(entry: &Element, transaction: &Element, row: u64) -> Result<Entry, Fault> {
    let invalid = |pointer, detail: &str| ("row.invalid", pointer, detail.to_owned());
    let amount_tiyn = amount(if transaction.find(&["Amt"]).is_some() { transaction } else { entry })?;
    if amount_tiyn > amount(entry)? {
        return Err(("statement.amount", "NtryDtls/TxDtls/Amt", "more than the entry".to_owned()));
    }
    let indicator = transaction.text(&["CdtDbtInd"]).or_else(|| entry.text(&["CdtDbtInd"]));
    let (direction, other_side) = match indicator {
        Some("DBIT") => (Direction::Debit, "CdtrAcct"),
        Some("CRDT") => (Direction::Credit, "DbtrAcct"),
        _ => return Err(invalid("CdtDbtInd", "neither DBIT nor CRDT")),
    };
    let day =
        entry.text(&["BookgDt", "Dt"]).or_else(|| entry.text(&["BookgDt", "DtTm"]).and_then(|moment| moment.get(..10)));
    let booked_on = day.filter(|day| day.len() == 10).and_then(|day| day.parse().ok());
    let end_to_end = transaction.text(&["Refs", "EndToEndId"]);
    let iban = transaction.text(&["RltdPties", other_side, "Id", "IBAN"]);
    let reference = transaction.text(&["Refs", "AcctSvcrRef"]).or_else(|| entry.text(&["AcctSvcrRef"]));
    Ok(Entry {
        row,
        end_to_end_id: end_to_end
            .ok_or_else(|| invalid("NtryDtls/TxDtls/Refs/EndToEndId", "no order number"))?
            .to_owned(),
        iban: iban.ok_or_else(|| invalid("NtryDtls/TxDtls/RltdPties", "no account of the other side"))?.to_owned(),
        amount_tiyn,
        booked_on: booked_on.ok_or_else(|| invalid("BookgDt", "no day of booking"))?,
        direction,
        reference: reference.or_else(|| entry.text(&["NtryRef"])).unwrap_or_default().to_owned(),
        returned: transaction.find(&["RtrInf"]).map(|information| Return {
            code: information.text(&["Rsn", "Cd"]).unwrap_or_default().to_owned(),
            text: information.text(&["AddtlInf"]).unwrap_or_default().to_owned(),
        }),
    })
}

/// Writes a message as a bank would, valid by the schema: for the sandbox's bank and the tests.
pub fn write(message_id: &str, created_at: &Zoned, statements: &[Statement]) -> Result<Vec<u8>, Unwritable> {
    let created = created_at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
    Message::document(NAMESPACE, |xml| {
        xml.inside("BkToCstmrDbtCdtNtfctn", |xml| {
            xml.inside("GrpHdr", |xml| {
                xml.text(&["MsgId"], "MsgId", 35, message_id)?;
                xml.value(&["CreDtTm"], &created);
                Ok(())
            })?;
            statements.iter().try_for_each(|statement| {
                xml.inside("Ntfctn", |xml| {
                    xml.text(&["Id"], "Id", 35, &statement.id)?;
                    xml.value(&["CreDtTm"], &created);
                    xml.iban(&["Acct", "Id", "IBAN"], &statement.account)?;
                    statement.entries.iter().try_for_each(|entry| write_entry(xml, entry))
                })
            })
        })
    })
}

fn write_entry(xml: &mut Message, entry: &Entry) -> Written {
    let (indicator, other_side) = match entry.direction {
        Direction::Debit => ("DBIT", "CdtrAcct"),
        Direction::Credit => ("CRDT", "DbtrAcct"),
    };
    xml.inside("Ntry", |xml| {
        xml.amount("Amt", entry.amount_tiyn)?;
        xml.value(&["CdtDbtInd"], indicator);
        xml.value(&["Sts", "Cd"], "BOOK");
        xml.value(&["BookgDt", "Dt"], &entry.booked_on.to_string());
        if !entry.reference.is_empty() {
            xml.text(&["AcctSvcrRef"], "AcctSvcrRef", 35, &entry.reference)?;
        }
        xml.value(&["BkTxCd", "Prtry", "Cd"], if entry.returned.is_some() { "RTRN" } else { "TRF" });
        xml.inside("NtryDtls", |xml| {
            xml.inside("TxDtls", |xml| {
                xml.text(&["Refs", "EndToEndId"], "EndToEndId", 35, &entry.end_to_end_id)?;
                xml.amount("Amt", entry.amount_tiyn)?;
                xml.value(&["CdtDbtInd"], indicator);
                xml.iban(&["RltdPties", other_side, "Id", "IBAN"], &entry.iban)?;
                entry.returned.as_ref().map_or(Ok(()), |returned| write_return(xml, returned))
            })
        })
    })
}

fn write_return(xml: &mut Message, returned: &Return) -> Written {
    xml.inside("RtrInf", |xml| {
        if !returned.code.is_empty() {
            xml.text(&["Rsn", "Cd"], "Cd", 4, &returned.code)?;
        }
        if !returned.text.is_empty() {
            xml.text(&["AddtlInf"], "AddtlInf", 105, &returned.text)?;
        }
        Ok(())
    })
}

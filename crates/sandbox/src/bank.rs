//! The bank's double: carries out the payment orders of a pain.001 file and says so in a camt.054 (spec 6.3, 7.8).

use anyhow::{Context, Result, bail};
use connectors::treasury::{
    camt054::{self, Direction, Entry, Return, Statement},
    tiyn,
};
use jiff::Zoned;
use quick_xml::{Reader, events::Event};

/// A way in which a statement may differ from the orders.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// The first order is paid with one tiyn less.
    Short,
    /// The last order is left out.
    Missing,
    /// A payment that nobody ordered is added.
    Extra,
    /// The money of the last order comes back: its account is closed.
    Returned,
}

/// The statement about a file of orders, booked at `at`: every order executed to the tiyn unless a fault is asked for.
///
/// # Errors
/// When the file is no pain.001 with at least one order, or an order lacks its number, amount or accounts.
pub fn statement(orders: &[u8], fault: Option<Fault>, at: &Zoned) -> Result<Vec<u8>> {
    let mut accounts = read(orders)?;
    match fault {
        None | Some(Fault::Returned) => {}
        Some(Fault::Short) => {
            let first = accounts.iter_mut().find_map(|account| account.payments.first_mut());
            if let Some(payment) = first {
                payment.amount_tiyn -= 1;
            }
        }
        Some(Fault::Missing) => {
            if let Some(account) = accounts.last_mut() {
                account.payments.pop();
            }
        }
        Some(Fault::Extra) => {
            if let Some(account) = accounts.last_mut()
                && let Some(last) = account.payments.last()
            {
                let unknown = Payment { order: "NOT-ORDERED-1".to_owned(), ..last.clone() };
                account.payments.push(unknown);
            }
        }
    }
    let day = at.strftime("%Y%m%d");
    let mut row = 0;
    let mut statements = Vec::new();
    for (number, account) in (1..).zip(accounts).filter(|(_, account)| !account.payments.is_empty()) {
        let entries = account.payments.into_iter().map(|payment| {
            row += 1;
            Entry {
                row,
                end_to_end_id: payment.order,
                iban: payment.iban,
                amount_tiyn: payment.amount_tiyn,
                booked_on: at.date(),
                direction: Direction::Debit,
                reference: format!("BANK-{day}-{row}"),
                returned: None,
            }
        });
        let mut entries: Vec<Entry> = entries.collect();
        if let (Some(Fault::Returned), Some(last)) = (fault, entries.last().cloned()) {
            row += 1;
            let returned = Some(Return { code: "AC04".to_owned(), text: "account closed".to_owned() });
            let reference = format!("BANK-{day}-{row}");
            entries.push(Entry { row, direction: Direction::Credit, reference, returned, ..last });
        }
        statements.push(Statement {
            id: format!("N-{day}-{number}"),
            account: account.iban,
            entries,
            refused: Vec::new(),
        });
    }
    Ok(camt054::write(&format!("BANK-{day}-{row}"), at, &statements)?)
}

/// One debtor's account with what is to be paid from it.
#[derive(Default)]
struct Account {
    iban: String,
    payments: Vec<Payment>,
}

#[derive(Default, Clone)]
struct Payment {
    order: String,
    iban: String,
    amount_tiyn: i64,
}

/// Reads what a bank needs of a pain.001: the file is our own, so a surprise is a fault and not a refusal.
fn read(bytes: &[u8]) -> Result<Vec<Account>> {
    let mut reader = Reader::from_reader(bytes);
    let mut path: Vec<String> = Vec::new();
    let mut accounts: Vec<Account> = Vec::new();
    let mut payment = Payment::default();
    let mut text = String::new();
    loop {
        match reader.read_event().context("the orders are no XML")? {
            Event::Start(start) => {
                path.push(start.local_name().as_ref().to_owned());
                text.clear();
                if path.last().is_some_and(|name| name == "PmtInf") {
                    accounts.push(Account::default());
                }
            }
            Event::Text(part) => text.push_str(&part.xml10_content()),
            Event::End(_) => {
                let names: Vec<&str> = path.iter().map(String::as_str).collect();
                let account = accounts.last_mut();
                match (names.as_slice(), account) {
                    ([.., "PmtInf", "DbtrAcct", "Id", "IBAN"], Some(account)) => account.iban = text.trim().to_owned(),
                    ([.., "PmtId", "EndToEndId"], _) => payment.order = text.trim().to_owned(),
                    ([.., "Amt", "InstdAmt"], _) => {
                        payment.amount_tiyn = tiyn(text.trim()).context("a wrong amount")?
                    }
                    ([.., "CdtrAcct", "Id", "IBAN"], _) => payment.iban = text.trim().to_owned(),
                    ([.., "CdtTrfTxInf"], Some(account)) => account.payments.push(std::mem::take(&mut payment)),
                    _ => {}
                }
                path.pop();
                text.clear();
            }
            Event::Eof => break,
            Event::Empty(_)
            | Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_)
            | Event::GeneralRef(_) => {}
        }
    }
    let whole = |payment: &Payment| !payment.order.is_empty() && !payment.iban.is_empty() && payment.amount_tiyn > 0;
    if accounts.is_empty() || !accounts.iter().all(|account| account.payments.iter().all(whole)) {
        bail!("the file holds no payment order, or one without number, amount or account");
    }
    Ok(accounts)
}

#[cfg(test)]
mod tests {
    use connectors::treasury::pain001::{self, Account as Iik, Batch, Instruction, Party, PaymentCodes, Transfer};
    use jiff::{civil::date, tz};

    use super::*;

    fn party(name: &str, bin: &str) -> Party {
        Party { name: name.to_owned(), bin: bin.to_owned() }
    }

    fn orders() -> Vec<u8> {
        let transfers = [(1, 123_456_789), (2, 1), (3, 99)].map(|(number, amount_tiyn)| Transfer {
            order_number: format!("PO-2026-{number}"),
            amount_tiyn,
            payee: party("Школа «Болашақ» & Ко", "050140000001"),
            account: Iik { iban: "KZ796010002000000000".to_owned(), bic: "HSBKKZKX".to_owned() },
            codes: PaymentCodes { knp: "859".to_owned(), kbe: "17".to_owned(), kbk: None },
            purpose: "Акт 1".to_owned(),
        });
        let batch = Batch {
            id: "B-1".to_owned(),
            requested_on: date(2026, 10, 12),
            payer: party("Operator", "100140001755"),
            account: Iik { iban: "KZ647220002000000007".to_owned(), bic: "KKMFKZ2A".to_owned() },
            transfers: transfers.to_vec(),
        };
        let instruction = Instruction {
            message_id: "M-1".to_owned(),
            created_at: at(),
            initiator: party("Operator", "100140001755"),
            batches: vec![batch],
        };
        pain001::write(&instruction).unwrap()
    }

    fn at() -> Zoned {
        date(2026, 10, 12).at(9, 0, 0, 0).to_zoned(tz::Offset::constant(5).to_time_zone()).unwrap()
    }

    fn paid(fault: Option<Fault>) -> Vec<(String, i64)> {
        let statements = camt054::read(&statement(&orders(), fault, &at()).unwrap()).unwrap();
        assert_eq!(statements[0].account, "KZ647220002000000007");
        let entries = statements.into_iter().flat_map(|statement| statement.entries);
        entries.map(|entry| (entry.end_to_end_id, entry.amount_tiyn)).collect()
    }

    #[test]
    fn every_order_is_executed_to_the_tiyn() {
        let expected = [("PO-2026-1", 123_456_789), ("PO-2026-2", 1), ("PO-2026-3", 99)];
        assert_eq!(paid(None), expected.map(|(order, amount)| (order.to_owned(), amount)));
    }

    #[test]
    fn a_fault_changes_one_line_and_nothing_else() {
        let whole = paid(None);
        let mut short = whole.clone();
        short[0].1 -= 1;
        assert_eq!(paid(Some(Fault::Short)), short);
        assert_eq!(paid(Some(Fault::Missing)), whole[..2]);
        let extra = paid(Some(Fault::Extra));
        assert_eq!(extra[..3], whole);
        assert_eq!(extra[3], ("NOT-ORDERED-1".to_owned(), 99));
        let returned = paid(Some(Fault::Returned));
        assert_eq!((&returned[..3], &returned[3]), (&whole[..], &whole[2]));
    }

    #[test]
    fn a_file_without_orders_is_a_fault() {
        assert!(statement(b"<Document/>", None, &at()).is_err());
    }
}

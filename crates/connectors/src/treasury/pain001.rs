//! Payment orders out: pain.001.001.09 (spec 6.3, 7.8; profile of domain-facts 4.7).
//!
//! One `PmtInf` per payer's account and day, one `CdtTrfTxInf` per payment order with its number as `EndToEndId`. KNP, KBE and
//! KBK travel in the first `Ustrd`, in the words of the MT100 format that they come from; the purpose follows in `Ustrd` of 140.

use jiff::Zoned;
use jiff::civil::Date;

use super::Unwritable;
use super::xml_out::{Message, Written};

const NAMESPACE: &str = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";
const USTRD_MAX: usize = 140;

/// A file of payment orders.
#[derive(Debug, Clone, PartialEq)]
pub struct Instruction {
    /// `MsgId`, at most 35 characters, never used twice.
    pub message_id: String,
    pub created_at: Zoned,
    /// The operator who sends the file.
    pub initiator: Party,
    pub batches: Vec<Batch>,
}

/// Orders from one account to be carried out on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// `PmtInfId`, at most 35 characters.
    pub id: String,
    pub requested_on: Date,
    pub payer: Party,
    pub account: Account,
    pub transfers: Vec<Transfer>,
}

/// An organisation by name (140 characters) and BIN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    pub name: String,
    pub bin: String,
}

/// An account: IBAN (ИИК) and its bank's BIC (БИК).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub iban: String,
    pub bic: String,
}

/// One payment order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    /// `EndToEndId`, at most 35 characters: the statement comes back with it.
    pub order_number: String,
    /// More than zero.
    pub amount_tiyn: i64,
    pub payee: Party,
    pub account: Account,
    pub codes: PaymentCodes,
    /// The purpose with the act's number.
    pub purpose: String,
}

/// Codes of the payment classifier: КНП (3 digits), КБЕ (2 digits), КБК (for payments to the budget).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentCodes {
    pub knp: String,
    pub kbe: String,
    pub kbk: Option<String>,
}

/// The file's bytes, valid by the schema, with the number and sum of transfers for the file and for each batch.
/// Refuses an empty file, a value the schema does not allow, and one order number used twice.
pub fn write(instruction: &Instruction) -> Result<Vec<u8>, Unwritable> {
    let all = || instruction.batches.iter().flat_map(|batch| &batch.transfers);
    let mut numbers = std::collections::HashSet::new();
    if let Some(twice) = all().find(|transfer| !numbers.insert(&transfer.order_number)) {
        let detail = format!("{:?} is used twice", twice.order_number);
        return Err(Unwritable { element: "EndToEndId", detail });
    }
    Message::document(NAMESPACE, |xml| {
        xml.inside("CstmrCdtTrfInitn", |xml| {
            xml.inside("GrpHdr", |xml| {
                xml.text(&["MsgId"], "MsgId", 35, &instruction.message_id)?;
                xml.value(&["CreDtTm"], &instruction.created_at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string());
                totals(xml, all())?;
                xml.inside("InitgPty", |xml| party(xml, &instruction.initiator))
            })?;
            instruction.batches.iter().try_for_each(|batch| write_batch(xml, batch))
        })
    })
}

fn totals<'a>(xml: &mut Message, transfers: impl Iterator<Item = &'a Transfer>) -> Written {
    let (mut count, mut sum) = (0_u64, 0_u64);
    for transfer in transfers {
        count = count.saturating_add(1);
        let amount = u64::try_from(transfer.amount_tiyn).ok();
        sum = amount.and_then(|amount| sum.checked_add(amount)).ok_or_else(|| Unwritable {
            element: "CtrlSum",
            detail: format!("{} tiyn cannot be summed", transfer.amount_tiyn),
        })?;
    }
    if count == 0 {
        return Err(Unwritable { element: "NbOfTxs", detail: "no payment order at all".to_owned() });
    }
    xml.value(&["NbOfTxs"], &count.to_string());
    xml.value(&["CtrlSum"], &super::tenge(sum));
    Ok(())
}

fn party(xml: &mut Message, party: &Party) -> Written {
    xml.text(&["Nm"], "Nm", 140, &party.name)?;
    let bin_shape = party.bin.len() == 12 && party.bin.bytes().all(|byte| byte.is_ascii_digit());
    if !bin_shape {
        return Err(Unwritable { element: "OrgId", detail: format!("{:?} is no BIN", party.bin) });
    }
    xml.inside("Id", |xml| {
        xml.inside("OrgId", |xml| {
            xml.inside("Othr", |xml| {
                xml.value(&["Id"], &party.bin);
                xml.value(&["SchmeNm", "Prtry"], "BIN");
                Ok(())
            })
        })
    })
}

fn write_batch(xml: &mut Message, batch: &Batch) -> Written {
    xml.inside("PmtInf", |xml| {
        xml.text(&["PmtInfId"], "PmtInfId", 35, &batch.id)?;
        xml.value(&["PmtMtd"], "TRF");
        xml.value(&["BtchBookg"], "false");
        totals(xml, batch.transfers.iter())?;
        xml.value(&["PmtTpInf", "InstrPrty"], "NORM");
        xml.value(&["ReqdExctnDt", "Dt"], &batch.requested_on.to_string());
        xml.inside("Dbtr", |xml| party(xml, &batch.payer))?;
        xml.iban(&["DbtrAcct", "Id", "IBAN"], &batch.account.iban)?;
        xml.bic(&["DbtrAgt", "FinInstnId", "BICFI"], &batch.account.bic)?;
        batch.transfers.iter().try_for_each(|transfer| write_transfer(xml, transfer))
    })
}

fn write_transfer(xml: &mut Message, transfer: &Transfer) -> Written {
    xml.inside("CdtTrfTxInf", |xml| {
        xml.text(&["PmtId", "EndToEndId"], "EndToEndId", 35, &transfer.order_number)?;
        xml.inside("Amt", |xml| xml.amount("InstdAmt", transfer.amount_tiyn))?;
        xml.bic(&["CdtrAgt", "FinInstnId", "BICFI"], &transfer.account.bic)?;
        xml.inside("Cdtr", |xml| party(xml, &transfer.payee))?;
        xml.iban(&["CdtrAcct", "Id", "IBAN"], &transfer.account.iban)?;
        xml.inside("RmtInf", |xml| {
            xml.text(&["Ustrd"], "Ustrd", USTRD_MAX, &codes_line(&transfer.codes)?)?;
            let letters: Vec<char> = transfer.purpose.chars().collect();
            for chunk in letters.chunks(USTRD_MAX) {
                xml.text(&["Ustrd"], "Ustrd", USTRD_MAX, &String::from_iter(chunk))?;
            }
            Ok(())
        })
    })
}

fn codes_line(codes: &PaymentCodes) -> Result<String, Unwritable> {
    let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(&codes.knp, 3) || !digits(&codes.kbe, 2) || !codes.kbk.as_ref().is_none_or(|kbk| digits(kbk, 6)) {
        return Err(Unwritable { element: "Ustrd", detail: format!("{codes:?}: KNP of 3, KBE of 2, KBK of 6 digits") });
    }
    let kbk = codes.kbk.as_ref().map(|kbk| format!("/KBK/{kbk}")).unwrap_or_default();
    Ok(format!("/KNP/{}/KBE/{}{kbk}", codes.knp, codes.kbe))
}

//! Payments received, as a bank's statement that 1C reads: `1CClientBankExchange` 2.00, windows-1251, a line a field, CRLF.

use jiff::{Timestamp, civil::Date, tz::Offset};

use super::{
    store::{Paid, Party},
    sum,
};
use crate::{
    payments::{Payer, kbe, payer},
    platform::{Result, http::format},
};

/// Letters of Kazakh that windows-1251 lacks, and what stands for them.
const STAND_INS: [(char, char); 16] = [
    ('Ә', 'А'),
    ('ә', 'а'),
    ('Ғ', 'Г'),
    ('ғ', 'г'),
    ('Қ', 'К'),
    ('қ', 'к'),
    ('Ң', 'Н'),
    ('ң', 'н'),
    ('Ө', 'О'),
    ('ө', 'о'),
    ('Ұ', 'У'),
    ('ұ', 'у'),
    ('Ү', 'У'),
    ('ү', 'у'),
    ('Һ', 'Х'),
    ('һ', 'х'),
];

/// One line of a value: line ends would begin another field.
fn plain(text: &str) -> String {
    let stand_in = |c: char| match STAND_INS.iter().find(|(own, _)| *own == c) {
        Some((_, other)) => *other,
        None if c.is_control() => ' ',
        None => c,
    };
    text.chars().map(stand_in).collect()
}

/// Text in windows-1251; what the code page lacks is `?`.
fn encoded(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut letter = [0_u8; 4];
    for c in text.chars() {
        let (one, _, lacks) = encoding_rs::WINDOWS_1251.encode(c.encode_utf8(&mut letter));
        if lacks { bytes.push(b'?') } else { bytes.extend_from_slice(&one) }
    }
    bytes
}

/// Writes the statement of a period, made at an instant.
pub(super) fn write(
    payers: &[Payer],
    party: &Party,
    (from, to, at): (Date, Date, Timestamp),
    paid: &[Paid],
) -> Result<Vec<u8>> {
    let (from, to) = (format::date(from), format::date(to));
    let made = Offset::constant(5).to_datetime(at);
    let mut lines = vec!["1CClientBankExchange".to_owned()];
    let mut put = |name: &str, value: &str| lines.push(format!("{name}={}", plain(value)));
    put("ВерсияФормата", "2.00");
    put("Кодировка", "Windows");
    put("Отправитель", "Qazyna");
    put("Получатель", "1С:Предприятие");
    put("ДатаСоздания", &format::date(made.date()));
    put("ВремяСоздания", &made.strftime("%H:%M:%S").to_string());
    put("ДатаНачала", &from);
    put("ДатаКонца", &to);
    let mut ibans: Vec<&str> = paid.iter().map(|one| one.iban.as_str()).collect();
    ibans.sort_unstable();
    ibans.dedup();
    for iban in &ibans {
        put("РасчСчет", iban);
    }
    for iban in ibans {
        let received =
            paid.iter().filter(|one| one.iban == iban).fold(0_i64, |sum, one| sum.saturating_add(one.amount));
        lines.push("СекцияРасчСчет".to_owned());
        let mut put = |name: &str, value: &str| lines.push(format!("{name}={}", plain(value)));
        put("ДатаНачала", &from);
        put("ДатаКонца", &to);
        put("РасчСчет", iban);
        put("ВсегоПоступило", &sum(received));
        put("ВсегоСписано", "0.00");
        lines.push("КонецРасчСчет".to_owned());
    }
    for one in paid {
        lines.extend(document(payers, party, one)?);
    }
    lines.push("КонецФайла".to_owned());
    lines.push(String::new());
    Ok(encoded(&lines.join("\r\n")))
}

fn document(payers: &[Payer], party: &Party, one: &Paid) -> Result<Vec<String>> {
    let payer = payer(payers, &one.programme, one.ordered_on)?;
    let purpose = format!("За образовательные услуги по ваучерам, акт {} за {}", one.act, one.month.strftime("%Y-%m"));
    let (ordered, booked, amount) = (format::date(one.ordered_on), format::date(one.booked_on), sum(one.amount));
    let fields = [
        ("СекцияДокумент", "Выписка"),
        ("ВидДокумента", "ПлатежноеПоручение"),
        ("НомерДокумента", &one.order),
        ("ДатаДокумента", &ordered),
        ("ДатаОперации", &booked),
        ("СуммаПриход", &amount),
        ("Сумма", &amount),
        ("Валюта", "KZT"),
        ("ПлательщикНаименование", &payer.name),
        ("ПлательщикБИН_ИИН", &payer.bin),
        ("ПлательщикИИК", &payer.iban),
        ("ПлательщикБанкБИК", &payer.bik),
        ("ПолучательНаименование", &party.name),
        ("ПолучательБИН_ИИН", &party.bin),
        ("ПолучательИИК", &one.iban),
        ("ПолучательБанкБИК", &one.bik),
        ("ПолучательКБЕ", kbe(&party.kind)),
        ("НазначениеПлатежа", &purpose),
        ("КодНазначенияПлатежа", &payer.knp),
    ];
    let mut lines: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", plain(value))).collect();
    lines.push("КонецДокумента".to_owned());
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kazakh_letters_have_stand_ins_and_no_value_begins_a_field() {
        assert_eq!(plain("Күншуақ\r\nСумма=1"), "Куншуак  Сумма=1");
        assert_eq!(encoded("Аі№日"), [0xC0, 0xB3, 0xB9, b'?']);
        assert_eq!([sum(6_580_005), sum(-7)], ["65800.05", "-0.07"]);
    }
}

//! Acts as documents of sale in `CommerceML` 2.10, which 1C reads: one service a document, the buyer being the issuer.

use jiff::{Timestamp, tz::Offset};
use law::Pack;
use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event},
};

use super::{
    store::{Party, Signed},
    sum,
};
use crate::platform::{Result, http::Language, http::format, paper::programme};

type Out = Writer<Vec<u8>>;

/// An element that holds a text.
fn leaf(out: &mut Out, name: &str, text: &str) -> std::io::Result<()> {
    out.create_element(name).write_text_content(BytesText::new(text))?;
    Ok(())
}

/// An element that holds others.
fn group(out: &mut Out, name: &str, inside: impl FnOnce(&mut Out) -> std::io::Result<()>) -> std::io::Result<()> {
    out.create_element(name).write_inner_content(inside)?;
    Ok(())
}

/// Writes the acts that were signed in a period.
pub(super) fn write(pack: &'static Pack, party: &Party, at: Timestamp, signed: &[Signed]) -> Result<Vec<u8>> {
    let mut out = Writer::new(Vec::new());
    let made = Offset::constant(5).to_datetime(at).strftime("%Y-%m-%dT%H:%M:%S").to_string();
    out.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    out.create_element("КоммерческаяИнформация")
        .with_attribute(("ВерсияСхемы", "2.10"))
        .with_attribute(("ДатаФормирования", made.as_str()))
        .write_inner_content(|out| signed.iter().try_for_each(|one| document(out, pack, party, one)))?;
    Ok(out.into_inner())
}

fn document(out: &mut Out, pack: &'static Pack, party: &Party, one: &Signed) -> std::io::Result<()> {
    let service = format!(
        "Услуги по образовательным ваучерам, {}, {}",
        programme(pack, &one.programme).ru,
        format::month(Language::Ru, one.month)
    );
    group(out, "Документ", |out| {
        leaf(out, "Ид", &one.id.to_string())?;
        leaf(out, "Номер", &one.number)?;
        leaf(out, "Дата", &one.signed_on.to_string())?;
        leaf(out, "ХозОперация", "Отпуск товара")?;
        leaf(out, "Роль", "Продавец")?;
        leaf(out, "Валюта", "KZT")?;
        leaf(out, "Курс", "1")?;
        leaf(out, "Сумма", &sum(one.total))?;
        group(out, "Контрагенты", |out| {
            contractor(out, (&one.issuer_bin, &one.issuer_name), "Покупатель")?;
            contractor(out, (&party.bin, &party.name), "Продавец")
        })?;
        group(out, "Товары", |out| {
            group(out, "Товар", |out| {
                leaf(out, "Ид", &format!("voucher-service-{}", one.programme))?;
                leaf(out, "Наименование", &service)?;
                group(out, "ЗначенияРеквизитов", |out| property(out, "ТипНоменклатуры", "Услуга"))?;
                leaf(out, "ЦенаЗаЕдиницу", &sum(one.total))?;
                leaf(out, "Количество", "1")?;
                leaf(out, "Сумма", &sum(one.total))
            })
        })?;
        group(out, "ЗначенияРеквизитов", |out| {
            property(out, "Период", &one.month.strftime("%Y-%m").to_string())?;
            property(out, "НомерЭСФ", &one.invoice)
        })
    })
}

fn contractor(out: &mut Out, (bin, name): (&str, &str), role: &str) -> std::io::Result<()> {
    group(out, "Контрагент", |out| {
        leaf(out, "Ид", bin)?;
        leaf(out, "Наименование", name)?;
        leaf(out, "ИНН", bin)?;
        leaf(out, "Роль", role)
    })
}

fn property(out: &mut Out, name: &str, value: &str) -> std::io::Result<()> {
    group(out, "ЗначениеРеквизита", |out| {
        leaf(out, "Наименование", name)?;
        leaf(out, "Значение", value)
    })
}

//! The operations of `qazyna calc`: read the case, call the rule, write the answer.

use std::fmt::Write as _;

use super::json::Value;
use super::read::{self, Fields, Read, invalid};
use super::write::Out;
use crate::amount::{GroupDays, MonthCase, WORK_WEEK};
use crate::apportion::{Claim, apportion};
use crate::calendar::Term;
use crate::capital::capital_due;
use crate::qr_share::{REQUIRED_BP, qr_share};
use crate::queue::allocate::{Application, Category, allocate};
use crate::queue::category::{Attributes, queue_category};
use crate::split::voucher_split;
use crate::volume::{VolumeMonth, order_volume};
use crate::{Bin, Iban, Iin, Pack, Refusal, Sex, Terms};

/// An operation: its case's `in`, the pack, and where the members of `out` go.
pub(super) type Op = fn(Fields<'_, '_>, &Pack, &mut Out) -> Read<()>;

/// The operation of a name.
pub(super) fn find(name: &str) -> Option<Op> {
    Some(match name {
        "iin" => iin,
        "bin" => bin,
        "iban" => iban,
        "working_days" => working_days,
        "add_working_days" => add_working_days,
        "deadline" => deadline,
        "voucher_split" => split,
        "amount_due" => amount_due,
        "order_volume" => volume,
        "apportion" => apportionment,
        "qr_share" => qr,
        "capital_due" => capital,
        "queue_category" => category,
        "allocate" => allocation,
        _ => return None,
    })
}

fn iin(case: Fields<'_, '_>, _: &Pack, out: &mut Out) -> Read<()> {
    let iin = Iin::parse(case.text("iin")?)?;
    out.text("birth_date", &iin.birth_date().to_string());
    out.text("sex", if iin.sex() == Sex::Male { "male" } else { "female" });
    Ok(())
}

fn bin(case: Fields<'_, '_>, _: &Pack, out: &mut Out) -> Read<()> {
    let bin = Bin::parse(case.text("bin")?)?;
    out.text("entity", bin.entity().as_str());
    out.text("attribute", bin.attribute().as_str());
    Ok(())
}

fn iban(case: Fields<'_, '_>, _: &Pack, out: &mut Out) -> Read<()> {
    out.text("bank_code", Iban::parse(case.text("iban")?)?.bank_code());
    Ok(())
}

fn working_days(case: Fields<'_, '_>, pack: &Pack, out: &mut Out) -> Read<()> {
    let (from, to) = (case.date("from")?, case.date("to")?);
    out.int("working_days", pack.calendar.working_days(from, to)?);
    Ok(())
}

fn add_working_days(case: Fields<'_, '_>, pack: &Pack, out: &mut Out) -> Read<()> {
    let (date, days) = (case.date("date")?, case.int("days", read::COUNT)?);
    out.text("date", &pack.calendar.add_working_days(date, days)?.to_string());
    Ok(())
}

fn deadline(case: Fields<'_, '_>, pack: &Pack, out: &mut Out) -> Read<()> {
    let event = case.date("event")?;
    let working_days = case.int_if_given("working_days", read::COUNT)?;
    let days = case.int_if_given("days", read::COUNT)?;
    let months = case.int_if_given("months", read::COUNT)?;
    let term = match (working_days, days, months) {
        (Some(count), None, None) => Term::WorkingDays(count),
        (None, Some(count), None) => Term::Days(count),
        (None, None, Some(count)) => Term::Months(count),
        _ => return Err(invalid("working_days")),
    };
    out.text("date", &pack.calendar.deadline(event, term)?.to_string());
    Ok(())
}

fn terms_of<'p>(pack: &'p Pack, programme: &str) -> Read<&'p Terms> {
    Ok(pack.latest_terms(programme).ok_or(Refusal::ProgrammeUnknown)?)
}

fn split(case: Fields<'_, '_>, pack: &Pack, out: &mut Out) -> Read<()> {
    let programme = case.text("programme")?;
    let (from, to) = (case.date("from")?, case.date("to")?);
    let total = case.money_if_given("total", read::MONEY)?;
    let monthly = case.money_if_given("monthly", read::MONEY)?;
    let parts = voucher_split(terms_of(pack, programme)?, from, to, total, monthly)?;
    out.array("parts", &parts, |out, part| {
        out.object(|out| {
            out.display("month", part.month);
            out.int("nominal", part.nominal.tiyn());
        });
    });
    let sum = parts.iter().fold(0i64, |sum, part| sum.saturating_add(part.nominal.tiyn()));
    out.int("nominal", sum);
    Ok(())
}

fn amount_due(case: Fields<'_, '_>, pack: &Pack, out: &mut Out) -> Read<()> {
    let programme = case.text("programme")?;
    let nominal = case.money("nominal")?;
    let month = case.month("month")?;
    let group = case.object_if_given("calendar")?;
    let weekdays = group.map_or(Ok(WORK_WEEK), weekdays)?;
    let vacations = group.map_or(Ok(Vec::new()), vacations)?;
    let (enrolled_from, enrolled_to) = (case.date_if_given("enrolled_from")?, case.date_if_given("enrolled_to")?);
    let marks = marks(case)?;
    let used = case.int_if_given("leave_days_used", read::COUNT_NOT_NEGATIVE)?.unwrap_or(0);
    let parental_fee = case.money_if_given("parental_fee", read::MONEY_NOT_NEGATIVE)?;
    let terms = terms_of(pack, programme)?;
    let facts = MonthCase {
        nominal,
        month,
        group: GroupDays { weekdays, vacations: &vacations },
        enrolled_from,
        enrolled_to,
        marks: &marks,
        leave_days_used: u32::try_from(used).unwrap_or(u32::MAX),
        parental_fee,
    };
    let amount = facts.amount_due(terms.into(), &pack.calendar)?;
    out.int("study_days", amount.study_days);
    out.int("enrolled_days", amount.enrolled_days);
    out.int("present", amount.present);
    out.int("excused", amount.excused);
    out.int("leave", amount.leave);
    out.int("closed", amount.closed);
    out.int("unexcused", amount.unexcused);
    out.int("payable_days", amount.payable_days);
    out.int("due", amount.due.tiyn());
    if let Some(fee) = amount.parental_fee_due {
        out.int("parental_fee_due", fee.tiyn());
    }
    Ok(())
}

fn weekdays(group: Fields<'_, '_>) -> Read<u8> {
    let Some(listed) = group.array_if_given("weekdays")? else { return Ok(WORK_WEEK) };
    let mask = listed.iter().try_fold(0u8, |mask, value| {
        let bit = u32::try_from(read::int(value, (1, 7))?.checked_sub(1)?).ok()?;
        Some(mask | 1u8.checked_shl(bit)?)
    });
    mask.filter(|mask| *mask != 0).ok_or_else(|| invalid("weekdays"))
}

fn vacations(group: Fields<'_, '_>) -> Read<Vec<(jiff::civil::Date, jiff::civil::Date)>> {
    let listed = group.array_if_given("vacations")?.unwrap_or_default();
    let pair = |value| match read::array(value)? {
        [from, to] => read::date(from).zip(read::date(to)),
        _ => None,
    };
    listed.iter().map(|value| pair(value).ok_or_else(|| invalid("vacations"))).collect()
}

/// The marks by date, each date once: of duplicate names the last counts.
fn marks<'v>(case: Fields<'v, '_>) -> Read<Vec<(jiff::civil::Date, &'v str)>> {
    let object = case.object_if_given("marks")?.ok_or_else(|| invalid("marks"))?.0;
    let ascending = object.0.is_sorted_by(|a, b| a.name < b.name);
    let mut members: Vec<&super::json::Member<'_>> = object.0.iter().collect();
    if !ascending {
        members.reverse();
        members.sort_by(|a, b| a.name.cmp(&b.name));
        members.dedup_by(|later, kept| later.name == kept.name);
    }
    let mark = |member: &&'v super::json::Member<'_>| {
        crate::month::parse_date(&member.name).zip(read::text(&member.value)).ok_or_else(|| invalid("marks"))
    };
    members.iter().map(mark).collect()
}

fn volume(case: Fields<'_, '_>, _: &Pack, out: &mut Out) -> Read<()> {
    let normative = case.int("normative", read::MONEY_NOT_NEGATIVE)?;
    let month = |value| {
        let month = Fields::of(value, "months")?;
        let study_days = month.int("study_days", read::STUDY_DAYS)?;
        let days = month.array("enrolled_days")?.iter();
        let enrolled_days = days.map(|value| read::int(value, read::COUNT)).collect::<Option<_>>();
        Ok(VolumeMonth { study_days, enrolled_days: enrolled_days.ok_or_else(|| invalid("enrolled_days"))? })
    };
    let months = case.array("months")?.iter().map(month).collect::<Read<Vec<_>>>()?;
    let volume = order_volume(normative, &months)?;
    let mut contingent = String::new();
    let (whole, rest) = (volume.contingent_e4 / 10_000, volume.contingent_e4 % 10_000);
    write!(contingent, "{whole}.{rest:04}").map_err(|_| invalid("months"))?;
    out.text("contingent", &contingent);
    out.int("volume", volume.tiyn);
    Ok(())
}

fn apportionment(case: Fields<'_, '_>, _: &Pack, out: &mut Out) -> Read<()> {
    let available = case.int("available", read::MONEY)?;
    let listed = case.array("claims")?;
    let claim = |value| {
        let claim = Fields::of(value, "claims")?;
        let id = claim.text("id")?;
        let amount = claim.int("amount", read::MONEY)?;
        Ok((id, Claim { amount, weight: claim.int("weight", read::COUNT_NOT_NEGATIVE)? }))
    };
    let (ids, claims): (Vec<&str>, Vec<Claim>) =
        listed.iter().map(claim).collect::<Read<Vec<_>>>()?.into_iter().unzip();
    let shared = apportion(available, &claims)?;
    let paid: Vec<(&str, i64)> = ids.into_iter().zip(shared.paid).collect();
    out.array("paid", &paid, |out, (id, amount)| {
        out.object(|out| {
            out.text("id", id);
            out.int("amount", *amount);
        });
    });
    out.int("unpaid", shared.unpaid);
    Ok(())
}

fn qr(case: Fields<'_, '_>, _: &Pack, out: &mut Out) -> Read<()> {
    let (enrolled, by_qr) = (case.int("enrolled", read::COUNT)?, case.int("qr", read::COUNT)?);
    let required = case.int_if_given("required_bp", read::BASIS_POINTS)?.unwrap_or(REQUIRED_BP);
    let share = qr_share(enrolled, by_qr, required)?;
    out.int("share_bp", share.share_bp);
    out.flag("meets", share.meets);
    Ok(())
}

fn capital(case: Fields<'_, '_>, pack: &Pack, out: &mut Out) -> Read<()> {
    let kind = case.text("kind")?;
    let mrp = case.money("mrp")?;
    let study_days = case.int("study_days", read::STUDY_DAYS)?;
    let enrolled_days = case.int("enrolled_days", read::COUNT)?;
    out.int("due", capital_due(&pack.capital, kind, mrp, study_days, enrolled_days)?.tiyn());
    Ok(())
}

fn category(case: Fields<'_, '_>, pack: &Pack, out: &mut Out) -> Read<()> {
    let birth_date = case.date("birth_date")?;
    let year = case.year("year")?;
    let attributes = Attributes {
        large_family: case.flag("large_family")?,
        single_parent: case.flag("single_parent")?,
        vulnerable: case.flag("vulnerable")?,
        other_vulnerable: case.flag("other_vulnerable")?,
        sibling_enrolled: case.flag("sibling_enrolled")?,
    };
    let table = pack.latest_queue_table().ok_or(Refusal::InputInvalid)?;
    let (age, no) = queue_category(table, birth_date, year, attributes)?;
    out.int("age", age);
    out.int("category", no);
    Ok(())
}

fn allocation(case: Fields<'_, '_>, pack: &Pack, out: &mut Out) -> Read<()> {
    let total = case.int("total", read::COUNT)?;
    let listed = case.array_if_given("categories")?;
    let categories = match listed {
        Some(listed) => listed.iter().map(category_row).collect::<Read<Vec<_>>>()?,
        None => pack.latest_queue_table().ok_or(Refusal::InputInvalid)?.categories(),
    };
    let applications = case.array("applications")?.iter().map(application).collect::<Read<Vec<_>>>()?;
    let allocation = allocate(total, &categories, &applications)?;
    out.array("quotas", &allocation.quotas, |out, quota| {
        out.object(|out| {
            out.int("category", quota.category);
            out.int("quota", quota.quota);
        });
    });
    out.int("unused", allocation.unused);
    out.array("sequence", &allocation.sequence, |out, id| out.string(id));
    Ok(())
}

fn category_row(value: &Value<'_>) -> Read<Category> {
    let row = Fields::of(value, "categories")?;
    Ok(Category { no: row.int("no", read::COUNT)?, k: row.int("k", read::COUNT)? })
}

fn application<'v>(value: &'v Value<'_>) -> Read<Application<'v>> {
    let row = Fields::of(value, "applications")?;
    Ok(Application {
        id: row.text("id")?,
        category: row.int("category", read::COUNT)?,
        registered_at: row.instant("registered_at")?,
    })
}

//! The views of an act: tables and words of what the store has read.

use jiff::{Timestamp, civil::Date};
use law::Pack;

use super::{Act, Changes, Event, Exception, Explained, Line, Rule, Signature};
use crate::{
    cabinets::titles,
    platform::{
        govuk::{Cell, Details, SummaryList, Table, Tag},
        http::Page,
    },
};

/// Lines of a page.
pub(crate) const LINES: i64 = 100;
/// Kept-out lines and changed lines that are shown.
pub(crate) const SHOWN: i64 = 200;

/// What the act says above its lines.
pub(crate) fn summary(page: &Page, act: &Act) -> SummaryList {
    let list = SummaryList::new()
        .row(page.t("actview-number"), &act.number)
        .row(page.t("actview-state"), page.t_of("act-state", &act.state))
        .row(page.t("actview-month"), page.month(act.month))
        .row(page.t("actview-programme"), titles::programme(page.reader(), &act.programme))
        .row(page.t("actview-performer"), party(&act.performer_bin, performer(page, act)))
        .row(page.t("actview-issuer"), party(&act.issuer_bin, &act.issuer_name))
        .row(page.t("actview-total"), page.money(act.total));
    let list = match act.set_off() {
        0 => list,
        set_off => {
            list.row(page.t("actview-due"), page.money(act.due)).row(page.t("actview-set-off"), page.money(set_off))
        }
    };
    let list = list
        .row(page.t("actview-lines"), page.number(i64::from(act.lines)))
        .row(page.t("actview-exceptions"), page.number(act.exceptions))
        .row(page.t("actview-days"), page.number(i64::from(act.enrolled_days)));
    let list = if act.qr_days > 0 { list.row(page.t("actview-qr"), page.number(i64::from(act.qr_days))) } else { list };
    list.row(page.t("actview-version"), act.version).row(page.t("actview-known-at"), page.instant(act.known_at))
}

/// The performer's name in the reader's language.
pub(crate) fn performer<'a>(page: &Page, act: &'a Act) -> &'a str {
    titles::performer(page.reader(), &act.performer_kk, &act.performer_ru)
}

fn party(bin: &str, name: &str) -> String {
    if name.is_empty() { bin.to_owned() } else { format!("{name}, {bin}") }
}

/// The version of the rule that the lines were made by, and the legal act it comes from, as that act calls itself.
pub(crate) fn rule(pack: &'static Pack, act: &Act, lines: &[Line]) -> Option<(String, &'static str)> {
    let explained = lines.iter().find_map(|line| Explained::of(pack, line, &act.programme))?;
    Some((explained.version, explained.act))
}

/// Lines with the days and the explanation of each amount.
pub(crate) fn lines(page: &Page, act: &Act, lines: &[Line]) -> Table {
    let row = |line: &Line| {
        let explained = Explained::of(page.reader().pack(), line, &act.programme);
        let how = explained.map(|explained| sentences(page, line, &explained).join(" ")).unwrap_or_default();
        let paid = page.t("actview-paid-of").with("paid", line.payable_days).with("study", line.study_days);
        let voucher = match line.voucher.as_str() {
            "" => Cell::new(whose(page, act, line)),
            number => {
                Cell::link(page.href(format_args!("/issuer/vouchers/{number}/extract.pdf")), whose(page, act, line))
            }
        };
        [
            Cell::new(line.n),
            voucher,
            Cell::new(days(page, line)),
            Cell::new(if line.voucher.is_empty() { String::new() } else { paid.into() }),
            Cell::new(page.amount(line.nominal)),
            Cell::new(page.amount(line.due)),
            Cell::html(Details::new(page.t("actview-how"), how)),
        ]
    };
    Table::new(page.t("actview-lines-caption"))
        .caption_hidden()
        .text(page.t("actview-n"))
        .text(page.t("actview-voucher"))
        .text(page.t("actview-marks"))
        .text(page.t("actview-days-paid"))
        .number(page.t("actview-nominal"))
        .number(page.t("actview-due-tenge"))
        .text(page.t("actview-how-head"))
        .rows(lines.iter().map(row))
}

/// The voucher, and what is particular about the line.
fn whose(page: &Page, act: &Act, line: &Line) -> String {
    let beside = line.voucher.is_empty().then(|| beside(page, line));
    if line.line_month != act.month {
        let month = page.month(line.line_month);
        let voucher = beside.as_deref().unwrap_or(&line.voucher);
        return page.t("actview-adjusts").with("voucher", voucher).with("month", month).into();
    }
    if let Some(beside) = beside {
        return beside;
    }
    if line.portion > 1 {
        let voucher = line.voucher.as_str();
        return page.t("actview-period").with("voucher", voucher).with("n", line.portion).into();
    }
    line.voucher.clone()
}

/// What a line that is of no part is: an estimate, or an obligation of the capital component.
pub(crate) fn beside(page: &Page, line: &Line) -> String {
    match line.kind {
        3 => page.t("funding-line-capital").with("number", line.contract.as_str()).into(),
        _ => page.t("funding-line-estimate").into(),
    }
}

/// How a line by an estimate, or of the capital component, came about.
pub(crate) fn beside_days(page: &Page, line: &Line, explained: &Explained) -> Option<String> {
    let (nominal, computed, due) = (page.money(line.nominal), page.money(line.computed), page.money(line.due));
    let said = match explained.rule {
        Rule::Allowed(_) | Rule::Enrolled => return None,
        Rule::Capital => page
            .t("funding-how-capital")
            .with("n", line.enrolled_days)
            .with("nominal", nominal)
            .with("computed", computed),
        Rule::Estimate if line.voucher.is_empty() => {
            page.t("funding-how-beside").with("nominal", nominal).with("due", due)
        }
        Rule::Estimate => page.t("funding-how-part").with("computed", computed).with("due", due),
    };
    Some(said.into())
}

/// The marks of the month in a few words; kinds without a day are left out.
fn days(page: &Page, line: &Line) -> String {
    let counted = [
        ("actview-present", line.present),
        ("actview-excused", line.excused),
        ("actview-leave", line.leave),
        ("actview-closed", line.closed),
        ("actview-unexcused", line.unexcused),
    ];
    let said = counted.into_iter().filter(|(_, count)| *count > 0);
    said.map(|(key, count)| page.t(key).with("n", count).to_string()).collect::<Vec<_>>().join(", ")
}

/// How the amount of a line came about, sentence by sentence.
pub(crate) fn sentences(page: &Page, line: &Line, explained: &Explained) -> Vec<String> {
    let by_days = || {
        page.t("actview-formula")
            .with("nominal", page.money(line.nominal))
            .with("paid", line.payable_days)
            .with("study", line.study_days)
            .with("result", page.money(line.computed))
            .to_string()
    };
    let beside = beside_days(page, line, explained);
    let is_by_days = beside.is_none();
    let mut said = vec![beside.unwrap_or_else(by_days)];
    if explained.unpaid > 0 {
        let text = match explained.rule {
            Rule::Allowed(allowed) => {
                page.t("actview-unpaid-allowed").with("absent", line.unexcused).with("allowed", allowed)
            }
            Rule::Enrolled | Rule::Estimate | Rule::Capital => page.t("actview-unpaid-unseen"),
        };
        said.push(text.with("n", explained.unpaid).into());
    }
    if line.enrolled_days < line.study_days {
        said.push(page.t("actview-enrolled").with("n", line.enrolled_days).with("study", line.study_days).into());
    }
    if explained.cut > 0 {
        said.push(page.t("actview-cut").with("sum", page.money(explained.cut)).into());
    }
    if explained.short {
        said.push(page.t("qr-unpaid").into());
    }
    if let Some(before) = explained.before {
        let text = page.t("actview-before").with("before", page.money(before));
        said.push(text.with("due", page.money(line.due)).into());
    }
    if is_by_days && explained.is_plain() && line.enrolled_days == line.study_days {
        said.push(page.t("actview-plain").into());
    }
    said.push(page.t("actview-rule").with("version", explained.version.as_str()).into());
    said
}

/// What was kept out: why, and what to do about it.
pub(crate) fn exceptions(page: &Page, exceptions: &[Exception]) -> Option<Table> {
    let row = |one: &Exception| {
        let (text, remedy) = page.refusal(&one.code);
        let voucher =
            if one.voucher.is_empty() { page.t("actview-whole-act").to_string() } else { one.voucher.clone() };
        [Cell::new(voucher), Cell::new(text), Cell::new(remedy), Cell::new(&one.code)]
    };
    let table = Table::new(page.t("actview-exceptions"))
        .caption_hidden()
        .text(page.t("actview-voucher"))
        .text(page.t("actview-why"))
        .text(page.t("actview-remedy"))
        .text(page.t("actview-code"))
        .rows(exceptions.iter().map(row));
    (!exceptions.is_empty()).then_some(table)
}

/// What the version changed.
pub(crate) fn changes(page: &Page, changes: &Changes) -> Option<Table> {
    let sum = |due: Option<i64>| due.map_or_else(|| page.t("actview-no-line").to_string(), |due| page.amount(due));
    let count = |days: Option<i16>| days.map_or_else(|| page.t("actview-no-line").to_string(), |days| days.to_string());
    let row = |one: &super::store::Change| {
        let difference = one.due.1.unwrap_or_default().saturating_sub(one.due.0.unwrap_or_default());
        let sign = if difference > 0 { "+" } else { "" };
        [
            Cell::new(&one.voucher),
            Cell::new(page.month(one.line_month)),
            Cell::new(count(one.days.0)),
            Cell::new(count(one.days.1)),
            Cell::new(sum(one.due.0)),
            Cell::new(sum(one.due.1)),
            Cell::new(format_args!("{sign}{}", page.amount(difference))),
        ]
    };
    let table = Table::new(page.t("actview-changes"))
        .caption_hidden()
        .text(page.t("actview-voucher"))
        .text(page.t("actview-month"))
        .number(page.t("actview-days-was"))
        .number(page.t("actview-days-now"))
        .number(page.t("actview-due-was"))
        .number(page.t("actview-due-now"))
        .number(page.t("actview-difference"))
        .rows(changes.lines.iter().map(row));
    (!changes.lines.is_empty()).then_some(table)
}

/// Who has signed.
pub(crate) fn signatures(page: &Page, signatures: &[Signature]) -> Option<Table> {
    let row = |one: &Signature| {
        let checked = match one.status.as_str() {
            "PASSED" => Tag::green(page.t("actview-signature-valid")),
            other => Tag::red(other),
        };
        let made = one.signed_at.parse::<Timestamp>().map(|at| page.instant(at)).unwrap_or_default();
        [
            Cell::new(page.t_of("actview-side", &one.side)),
            Cell::new(&one.bin),
            Cell::new(one.version),
            Cell::new(made),
            Cell::new(page.instant(one.recorded_at)),
            Cell::new(&one.algorithm),
            Cell::html(checked),
        ]
    };
    let table = Table::new(page.t("actview-signatures"))
        .caption_hidden()
        .text(page.t("actview-signed-by"))
        .text(page.t("actview-bin"))
        .text(page.t("actview-version"))
        .text(page.t("actview-signed-at"))
        .text(page.t("actview-accepted-at"))
        .text(page.t("actview-algorithm"))
        .text(page.t("actview-checked"))
        .rows(signatures.iter().map(row));
    (!signatures.is_empty()).then_some(table)
}

/// What happened to the act, the newest first.
pub(crate) fn events(page: &Page, events: &[Event]) -> Table {
    let row = |one: &Event| {
        let text = page.t_of("actview-event", &one.kind).with("document", one.document.as_str());
        let amount = one.amount.map(|amount| page.money(amount)).unwrap_or_default();
        [Cell::new(page.instant(one.at)), Cell::new(text), Cell::new(amount)]
    };
    Table::new(page.t("actview-events"))
        .caption_hidden()
        .text(page.t("actview-when"))
        .text(page.t("actview-what"))
        .number(page.t("actview-sum"))
        .rows(events.iter().rev().map(row))
}

/// The month of an act, for titles.
pub(crate) fn title(page: &Page, month: Date, performer: &str) -> String {
    page.t("actview-title").with("month", page.month(month)).with("performer", performer).into()
}

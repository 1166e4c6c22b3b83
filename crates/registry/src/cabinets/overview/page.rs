//! The page of the demo: `/kk`, `/ru`, `/en`; works without scripts, from 320 px on.

use std::sync::Arc;

use askama::Template;
use axum::{
    Router,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{Html, IntoResponse as _, Redirect, Response},
    routing::get,
};
use documents::sankey::{Link, Node, Sankey, Shape, TwinRow, Words};
use ledger::posting::Effect;

use super::{Journal, MonthRow, Overview, overview};
use crate::{
    app::App,
    platform::{Actor, Result},
};

const STYLE: &str = include_str!("../../../../../web/qazyna.css");

/// The page, its two languages beside Kazakh, and the style.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/", get(|| async { Redirect::temporary("/kk") }))
        .route("/qazyna.css", get(|| async { ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE) }))
        .route("/{language}", get(show))
}

async fn show(State(app): State<Arc<App>>, Path(language): Path<String>) -> Result<Response> {
    let Some(words) = WORDS.iter().find(|words| words.language == language) else {
        return Ok(StatusCode::NOT_FOUND.into_response());
    };
    let overview = overview(&app, &Actor::console(app.clock.id())).await?;
    let months = overview
        .months
        .iter()
        .filter(|month| month.parts > 0 && !month.acts.is_empty())
        .map(|month| MonthView::of(words, month));
    let page = OverviewPage { words, months: months.collect(), overview: &overview };
    Ok(Html(page.render().map_err(anyhow::Error::from)?).into_response())
}

#[derive(Template)]
#[template(path = "cabinets/overview/page.html")]
struct OverviewPage<'a> {
    words: &'static Phrases,
    months: Vec<MonthView>,
    overview: &'a Overview,
}

impl OverviewPage<'_> {
    fn journal(&self) -> &Journal {
        &self.overview.journal
    }
}

struct MonthView {
    title: String,
    wide: String,
    narrow: String,
    flows: Vec<TwinRow>,
    free: i64,
    money: Effect,
    parts: i64,
    acts: Vec<(String, i64)>,
    exceptions: Vec<(String, i64)>,
}

impl MonthView {
    fn of(words: &Phrases, row: &MonthRow) -> Self {
        let title = row.month.strftime("%m.%Y").to_string();
        let chart = chart(words, row.money);
        let draw = |shape, id: &str| {
            let id = format!("{id}-{}", row.month.strftime("%Y-%m"));
            let caption = format!("{} {title}", words.flow);
            let said = Words { id: &id, title: &caption, description: words.flow_description };
            chart.as_ref().map(|chart| chart.svg(said, shape, &tenge)).unwrap_or_default()
        };
        Self {
            wide: draw(Shape::Wide, "wide"),
            narrow: draw(Shape::Narrow, "narrow"),
            flows: chart.as_ref().map(Sankey::twin).unwrap_or_default(),
            free: row.money.free().unwrap_or_default(),
            money: row.money,
            parts: row.parts,
            acts: row.acts.iter().map(|(state, count)| (words.act_state(state).to_owned(), *count)).collect(),
            exceptions: row.exceptions.clone(),
            title,
        }
    }
}

/// Budget → booked, acts, free; acts → paid, in payment, owed.
fn chart(words: &Phrases, money: Effect) -> Option<Sankey> {
    let node = |id: &str, label: &str| Node { id: id.to_owned(), label: label.to_owned() };
    let link = |from: &str, to: &str, tiyn| Link { from: from.to_owned(), to: to.to_owned(), tiyn };
    let acts = money.due.checked_add(money.ordered)?.checked_add(money.paid)?;
    let nodes = [
        node("budget", words.budget),
        node("acts", words.acts),
        node("booked", words.booked),
        node("free", words.free),
        node("paid", words.paid),
        node("ordered", words.ordered),
        node("due", words.due),
    ];
    let links = [
        link("budget", "acts", acts),
        link("budget", "booked", money.committed),
        link("budget", "free", money.free()?),
        link("acts", "paid", money.paid),
        link("acts", "ordered", money.ordered),
        link("acts", "due", money.due),
    ];
    Sankey::new(&nodes, &links).ok()
}

/// `1 234 567,89 ₸` with no-break spaces.
fn tenge(tiyn: i64) -> String {
    let (whole, rest) = (tiyn.unsigned_abs() / 100, tiyn.unsigned_abs() % 100);
    let digits = whole.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && digits.len().saturating_sub(at).is_multiple_of(3) {
            grouped.push('\u{a0}');
        }
        grouped.push(digit);
    }
    let sign = if tiyn < 0 { "−" } else { "" };
    format!("{sign}{grouped},{rest:02}\u{a0}₸")
}

/// [`tenge`] for the template, which passes by reference.
fn money(tiyn: &i64) -> String {
    tenge(*tiyn)
}

/// The words of the page in one language. The messages of the portal come with it (Fluent); one page needs no catalogue.
struct Phrases {
    language: &'static str,
    title: &'static str,
    lead: &'static str,
    children: &'static str,
    vouchers: &'static str,
    performers: &'static str,
    parts: &'static str,
    flow: &'static str,
    flow_description: &'static str,
    as_table: &'static str,
    from: &'static str,
    to: &'static str,
    sum: &'static str,
    budget: &'static str,
    booked: &'static str,
    acts: &'static str,
    free: &'static str,
    due: &'static str,
    ordered: &'static str,
    paid: &'static str,
    states: &'static str,
    kept_out: &'static str,
    none: &'static str,
    journal: &'static str,
    entries: &'static str,
    waiting: &'static str,
    head: &'static str,
    empty: &'static str,
    act_states: [&'static str; 8],
}

impl Phrases {
    fn act_state<'a>(&'a self, state: &'a str) -> &'a str {
        let names =
            ["draft", "performer_signed", "issuer_signed", "invoiced", "in_register", "ordered", "paid", "returned"];
        names.iter().position(|name| *name == state).and_then(|at| self.act_states.get(at)).copied().unwrap_or(state)
    }
}

static WORDS: [Phrases; 3] = [
    Phrases {
        language: "kk",
        title: "Ваучерлер тізілімі",
        lead: "Ақша баланың соңынан жүреді: бюджеттен төлемге дейін әр теңге көрінеді.",
        children: "Балалар",
        vouchers: "Ваучерлер",
        performers: "Орындаушылар",
        parts: "Ваучер бөліктері",
        flow: "Ақша қозғалысы,",
        flow_description: "Бюджет брондалған, қабылданған және бос қаражатқа бөлінеді; актілер бойынша төленген, төлемдегі және берешек сомалар көрсетіледі.",
        as_table: "Сол деректер кестеде",
        from: "Қайдан",
        to: "Қайда",
        sum: "Сома",
        budget: "Бюджет",
        booked: "Брондалған",
        acts: "Актілер",
        free: "Бос қаражат",
        due: "Төлеуге тиіс",
        ordered: "Төлемде",
        paid: "Төленді",
        states: "Актілердің күйі",
        kept_out: "Актіге енбеген жолдар, коды бойынша",
        none: "жоқ",
        journal: "Журнал",
        entries: "Жазбалар",
        waiting: "Кезекте",
        head: "Қол қойылған соңғы күй",
        empty: "Әзірге жабылған ай жоқ.",
        act_states: [
            "Жоба",
            "Орындаушы қол қойды",
            "Эмитент қол қойды",
            "Шот-фактура берілді",
            "Актілер тізілімінде",
            "Төлем тапсырмасы берілді",
            "Төленді",
            "Қайтарылды",
        ],
    },
    Phrases {
        language: "ru",
        title: "Реестр ваучеров",
        lead: "Деньги следуют за ребёнком: виден каждый тенге от бюджета до выплаты.",
        children: "Дети",
        vouchers: "Ваучеры",
        performers: "Исполнители",
        parts: "Части ваучеров",
        flow: "Движение денег,",
        flow_description: "Бюджет делится на забронированное, принятое по актам и свободный остаток; по актам показано выплаченное, в оплате и к выплате.",
        as_table: "Те же данные таблицей",
        from: "Откуда",
        to: "Куда",
        sum: "Сумма",
        budget: "Бюджет",
        booked: "Забронировано",
        acts: "Акты",
        free: "Свободный остаток",
        due: "К выплате",
        ordered: "В оплате",
        paid: "Выплачено",
        states: "Состояние актов",
        kept_out: "Строки, не вошедшие в акты, по кодам",
        none: "нет",
        journal: "Журнал",
        entries: "Записей",
        waiting: "В очереди",
        head: "Последнее подписанное состояние",
        empty: "Закрытых месяцев пока нет.",
        act_states: [
            "Проект",
            "Подписан исполнителем",
            "Подписан эмитентом",
            "Счёт-фактура выписан",
            "В реестре актов",
            "Платёжное поручение",
            "Оплачен",
            "Возвращён",
        ],
    },
    Phrases {
        language: "en",
        title: "Voucher registry",
        lead: "Money follows the child: every tenge is visible from the budget to the payment.",
        children: "Children",
        vouchers: "Vouchers",
        performers: "Performers",
        parts: "Voucher parts",
        flow: "Flow of money,",
        flow_description: "The budget divides into booked, accepted by acts and free money; of the acts, what is paid, being paid and still owed.",
        as_table: "The same as a table",
        from: "From",
        to: "To",
        sum: "Sum",
        budget: "Budget",
        booked: "Booked",
        acts: "Acts",
        free: "Free",
        due: "Owed",
        ordered: "Being paid",
        paid: "Paid",
        states: "Acts by state",
        kept_out: "Lines kept out of the acts, by code",
        none: "none",
        journal: "Journal",
        entries: "Entries",
        waiting: "Waiting",
        head: "Newest signed head",
        empty: "No month is closed yet.",
        act_states: [
            "Draft",
            "Signed by the performer",
            "Signed by the issuer",
            "Invoiced",
            "In the register of acts",
            "Payment ordered",
            "Paid",
            "Returned",
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_printed_as_people_write_them() {
        assert_eq!(tenge(0), "0,00\u{a0}₸");
        assert_eq!(tenge(123_456_789), "1\u{a0}234\u{a0}567,89\u{a0}₸");
        assert_eq!(tenge(-5), "−0,05\u{a0}₸");
        assert_eq!(tenge(10_000), "100,00\u{a0}₸");
    }

    #[test]
    fn the_chart_balances_whatever_state_the_money_is_in() {
        let money = Effect { allotted: 1000, committed: 300, due: 20, ordered: 30, paid: 400 };
        let twin = chart(&WORDS[1], money).unwrap().twin();
        assert_eq!(twin.iter().map(|row| row.tiyn).collect::<Vec<_>>(), [450, 300, 250, 400, 30, 20]);
    }
}

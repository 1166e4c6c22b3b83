//! The money as flows: what became of a budget, and how it is spread over regions or performers.

use documents::sankey::{Link, Node, Sankey, Shape, TwinRow, Words};
use ledger::posting::Effect;

use crate::{
    cabinets::public::names,
    platform::{
        blocks::Figure,
        govuk::{Cell, Table},
        http::{Page, format},
    },
};

/// More receivers than this are summed up as "other".
const RECEIVERS_MAX: usize = 12;

/// One who receives a share: name, what was paid, what is under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Share {
    pub(super) name: String,
    pub(super) paid: i64,
    pub(super) owed: i64,
}

fn node(id: impl Into<String>, label: impl Into<String>) -> Node {
    Node { id: id.into(), label: label.into() }
}

fn link(from: &str, to: &str, tiyn: i64) -> Link {
    Link { from: from.to_owned(), to: to.to_owned(), tiyn }
}

/// Budget → booked → accepted → ordered → paid, and at each step what stays behind.
pub(super) fn states(page: &Page, money: Effect) -> Option<Sankey> {
    let sent = money.ordered.checked_add(money.paid)?;
    let accepted = sent.checked_add(money.due)?;
    let booked = accepted.checked_add(money.committed)?;
    let nodes = [
        ("budget", "money-budget"),
        ("booked", "money-ever-booked"),
        ("free", "money-free"),
        ("accepted", "money-accepted"),
        ("committed", "money-committed"),
        ("sent", "money-sent"),
        ("due", "money-due"),
        ("paid", "money-paid"),
        ("ordered", "money-ordered"),
    ]
    .map(|(id, key)| node(id, page.t(key).to_string()));
    let links = [
        link("budget", "booked", booked),
        link("budget", "free", money.free()?),
        link("booked", "accepted", accepted),
        link("booked", "committed", money.committed),
        link("accepted", "sent", sent),
        link("accepted", "due", money.due),
        link("sent", "paid", money.paid),
        link("sent", "ordered", money.ordered),
    ];
    Sankey::new(&nodes, &links).ok()
}

/// A sum → those who receive it → paid and not yet paid. The smaller receivers are one, called "other".
pub(super) fn shares(page: &Page, whole: &str, mut shares: Vec<Share>) -> Option<Sankey> {
    shares.sort_by_key(|share| std::cmp::Reverse(share.paid.saturating_add(share.owed)));
    if shares.len() > RECEIVERS_MAX {
        let rest = shares.split_off(RECEIVERS_MAX.saturating_sub(1));
        let add = |sum: (i64, i64), share: &Share| (sum.0.saturating_add(share.paid), sum.1.saturating_add(share.owed));
        let (paid, owed) = rest.iter().fold((0, 0), add);
        shares.push(Share { name: page.t("money-others").with("n", rest.len()).into(), paid, owed });
    }
    let mut nodes = vec![node("whole", whole)];
    let mut links = Vec::new();
    for (at, share) in shares.iter().enumerate() {
        let id = format!("share-{at}");
        nodes.push(node(&id, &share.name));
        links.push(link("whole", &id, share.paid.checked_add(share.owed)?));
        links.push(link(&id, "paid", share.paid));
        links.push(link(&id, "owed", share.owed));
    }
    nodes.push(node("paid", page.t("money-paid").to_string()));
    nodes.push(node("owed", page.t("money-not-paid").to_string()));
    Sankey::new(&nodes, &links).ok()
}

/// A chart with its table; `id` is unique on the page.
pub(super) fn figure(page: &Page, chart: &Sankey, (id, caption): (&str, &str)) -> Figure {
    let description = page.t("money-flow-description").to_string();
    let short = |tiyn| names::short(page, tiyn);
    let draw = |shape| chart.svg(Words { id, title: caption, description: &description }, shape, &short);
    let cells = |flow: TwinRow| [Cell::new(flow.from), Cell::new(flow.to), Cell::new(format::amount(flow.tiyn))];
    let table = Table::new(caption)
        .caption_hidden()
        .text(page.t("figure-from"))
        .text(page.t("figure-to"))
        .number(page.t("figure-sum"))
        .rows(chart.twin().into_iter().map(cells));
    Figure::new(page, caption).drawn(draw(Shape::Wide), draw(Shape::Narrow)).table(table)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::http::{Language, Reader};

    fn page() -> Page {
        Reader::stranger(Language::Ru).page("money-title")
    }

    #[test]
    fn the_chart_balances_whatever_state_the_money_is_in() {
        let money = Effect { allotted: 1000, committed: 300, due: 20, ordered: 30, paid: 400 };
        let twin = states(&page(), money).unwrap().twin();
        assert_eq!(twin.iter().map(|row| row.tiyn).collect::<Vec<_>>(), [750, 250, 450, 300, 430, 20, 400, 30]);
    }

    #[test]
    fn money_that_is_nowhere_is_not_drawn() {
        assert!(states(&page(), Effect::default()).is_none());
        assert!(states(&page(), Effect { allotted: 1, paid: -5, ..Effect::default() }).is_none());
    }

    #[test]
    fn small_receivers_are_summed_up_and_nothing_is_lost() {
        let many = (1..=30).map(|n| Share { name: format!("P{n}"), paid: n, owed: 2 * n }).collect();
        let twin = shares(&page(), "Acts", many).unwrap().twin();
        let received: i64 = twin.iter().filter(|row| row.from == "Acts").map(|row| row.tiyn).sum();
        assert_eq!(received, 3 * 30 * 31 / 2);
        assert_eq!(twin.iter().filter(|row| row.from == "Acts").count(), 12);
    }
}

//! Where everything of a chart stands, in whole pixels.
//!
//! Every node owns a slot at least as high as its text, and slots of a column never meet, so no two labels can.

use super::{Placed, Sankey};

/// How a chart is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// From left to right, 960 px: the width of a page's column, so that its letters are as large as they say.
    Wide,
    /// From top to bottom with the words beside the flow, 320 px.
    Narrow,
}

pub(super) const LINE: i64 = 18;
/// A bold letter of the 14 px sans-serif is at most this wide on average, Cyrillic and wide typefaces included.
const LETTER: i64 = 10;
const LABEL_LINES_MAX: usize = 3;
/// The thinnest node, so that a small sum is still seen.
const THIN: i64 = 3;

#[derive(Debug, Clone)]
pub(super) struct Layout {
    pub(super) shape: Shape,
    pub(super) width: i64,
    pub(super) height: i64,
    pub(super) bars: Vec<Bar>,
    pub(super) bands: Vec<Band>,
}

/// A node: its bar, its text.
#[derive(Debug, Clone, Default)]
pub(super) struct Bar {
    pub(super) x: i64,
    pub(super) y: i64,
    pub(super) width: i64,
    pub(super) height: i64,
    /// Which colour of its column.
    pub(super) colour: usize,
    pub(super) full_label: String,
    pub(super) amount: String,
    pub(super) lines: Vec<String>,
    pub(super) text_x: i64,
    /// Top of the text's box.
    pub(super) text_y: i64,
}

/// A flow: an edge of a bar from `from.0` to `from.1` and one of another, in the direction across the flow.
#[derive(Debug, Clone)]
pub(super) struct Band {
    pub(super) colour: usize,
    pub(super) start: i64,
    pub(super) from: (i64, i64),
    pub(super) end: i64,
    pub(super) to: (i64, i64),
    pub(super) words: String,
}

impl Layout {
    pub(super) fn new(chart: &Sankey, shape: Shape, amount: &dyn Fn(i64) -> String) -> Self {
        let mut layout = match shape {
            Shape::Wide => wide(chart, amount),
            Shape::Narrow => narrow(chart, amount),
        };
        layout.bands = bands(chart, &layout, amount);
        layout
    }
}

fn columns(chart: &Sankey) -> Vec<Vec<(usize, &Placed)>> {
    let last = chart.nodes.iter().map(|node| node.column).max().unwrap_or(0);
    let shown = |column| {
        let inside = move |(_, node): &(usize, &Placed)| node.column == column && node.tiyn() > 0;
        chart.nodes.iter().enumerate().filter(inside).collect()
    };
    (0..=last).map(shown).collect()
}

/// The largest sum of a column, by which lengths are scaled.
fn largest(columns: &[Vec<(usize, &Placed)>]) -> i128 {
    let sum = |column: &Vec<(usize, &Placed)>| column.iter().map(|(_, node)| i128::from(node.tiyn())).sum::<i128>();
    columns.iter().map(sum).max().unwrap_or(1).max(1)
}

/// `length` × `part` / `whole`, rounded down.
fn share(length: i64, part: i128, whole: i128) -> i64 {
    let exact = i128::from(length).saturating_mul(part).checked_div(whole).unwrap_or(0);
    i64::try_from(exact).unwrap_or(length)
}

fn bar(node: &Placed, colour: usize, letters: i64, amount: &dyn Fn(i64) -> String) -> Bar {
    let amount = amount(node.tiyn());
    let mut lines = wrapped(&node.label, usize::try_from(letters).unwrap_or(1).max(4));
    lines.push(amount.clone());
    Bar { colour, full_label: node.label.clone(), amount, lines, ..Bar::default() }
}

fn text_height(bar: &Bar) -> i64 {
    LINE.saturating_mul(i64::try_from(bar.lines.len()).unwrap_or(0))
}

fn wide(chart: &Sankey, amount: &dyn Fn(i64) -> String) -> Layout {
    const WIDTH: i64 = 960;
    const FLOW: i64 = 400;
    const BAR: i64 = 18;
    const GAP: i64 = 14;
    let columns = columns(chart);
    let whole = largest(&columns);
    let step = (WIDTH - 16) / i64::try_from(columns.len()).unwrap_or(1).max(1);
    let mut bars = vec![Bar::default(); chart.nodes.len()];
    let mut ends = Vec::new();
    for (x, column) in (0..).map(|index| 8 + step * index).zip(&columns) {
        let mut y = 8;
        for (colour, (at, node)) in column.iter().enumerate() {
            let mut bar = bar(node, colour, (step - BAR - 20) / LETTER, amount);
            let height = share(FLOW, i128::from(node.tiyn()), whole).max(THIN);
            let text = text_height(&bar);
            let slot = height.max(text);
            (bar.x, bar.y, bar.width, bar.height) = (x, y + (slot - height) / 2, BAR, height);
            (bar.text_x, bar.text_y) = (x + BAR + 8, y + (slot - text) / 2);
            y += slot + GAP;
            put(&mut bars, *at, bar);
        }
        ends.push(y - GAP);
    }
    let height = ends.iter().copied().max().unwrap_or(0) + 8;
    for (column, end) in columns.iter().zip(ends) {
        let down = (height - 8 - end) / 2;
        for (at, _) in column {
            if let Some(bar) = bars.get_mut(*at) {
                bar.y += down;
                bar.text_y += down;
            }
        }
    }
    Layout { shape: Shape::Wide, width: WIDTH, height, bars, bands: Vec::new() }
}

fn narrow(chart: &Sankey, amount: &dyn Fn(i64) -> String) -> Layout {
    const WIDTH: i64 = 320;
    const FLOW: i64 = 120;
    const BAR: i64 = 14;
    const TEXT: i64 = 4 + FLOW + 8 + 18;
    let columns = columns(chart);
    let whole = largest(&columns);
    let mut bars = vec![Bar::default(); chart.nodes.len()];
    // One pixel for each node of the fullest column and one between two keep every row inside the flow's width.
    let most = columns.iter().map(Vec::len).max().unwrap_or(0);
    let scaled = FLOW - 2 * i64::try_from(most).unwrap_or(0);
    let mut y = 8;
    for column in &columns {
        let (mut x, mut text_y) = (4, y);
        for (colour, (at, node)) in column.iter().enumerate() {
            let mut bar = bar(node, colour, (WIDTH - TEXT) / LETTER, amount);
            let width = share(scaled, i128::from(node.tiyn()), whole) + 1;
            (bar.x, bar.y, bar.width, bar.height) = (x, y, width, BAR);
            (bar.text_x, bar.text_y) = (TEXT, text_y);
            x += width + 1;
            text_y += text_height(&bar) + 8;
            put(&mut bars, *at, bar);
        }
        y = text_y.max(y + 72) + 8;
    }
    Layout { shape: Shape::Narrow, width: WIDTH, height: y, bars, bands: Vec::new() }
}

fn put(bars: &mut [Bar], at: usize, bar: Bar) {
    if let Some(place) = bars.get_mut(at) {
        *place = bar;
    }
}

/// Flows leave and enter a bar in the order given and fill it exactly.
fn bands(chart: &Sankey, layout: &Layout, amount: &dyn Fn(i64) -> String) -> Vec<Band> {
    let mut left = vec![0_i128; chart.nodes.len()];
    let mut entered = left.clone();
    let mut bands = Vec::new();
    for flow in chart.links.iter().filter(|flow| flow.tiyn > 0) {
        let (Some(from), Some(to)) = (layout.bars.get(flow.from), layout.bars.get(flow.to)) else { continue };
        let source = edge(layout.shape, from, &mut left, flow.from, (flow.tiyn, chart));
        let target = edge(layout.shape, to, &mut entered, flow.to, (flow.tiyn, chart));
        let (start, end) = match layout.shape {
            Shape::Wide => (from.x + from.width, to.x),
            Shape::Narrow => (from.y + from.height, to.y),
        };
        let words = format!("{} → {}: {}", from.full_label, to.full_label, amount(flow.tiyn));
        bands.push(Band { colour: to.colour, start, from: source, end, to: target, words });
    }
    bands
}

/// The next piece of a bar's edge for a flow.
fn edge(shape: Shape, bar: &Bar, used: &mut [i128], at: usize, (tiyn, chart): (i64, &Sankey)) -> (i64, i64) {
    let (origin, length) = match shape {
        Shape::Wide => (bar.y, bar.height),
        Shape::Narrow => (bar.x, bar.width),
    };
    let whole = chart.nodes.get(at).map_or(1, |node| i128::from(node.tiyn()));
    let Some(used) = used.get_mut(at) else { return (origin, origin) };
    let begin = share(length, *used, whole);
    *used = used.saturating_add(i128::from(tiyn));
    (origin + begin, origin + share(length, *used, whole))
}

/// A label in lines of at most `letters`; what does not fit three lines ends with an ellipsis (the picture's tooltips have all of it).
fn wrapped(label: &str, letters: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in label.split_whitespace() {
        let length = |text: &str| text.chars().count();
        match lines.last_mut() {
            Some(line) if length(line) + 1 + length(word) <= letters => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) | None => lines.push(word.to_owned()),
        }
    }
    let cut = lines.len() > LABEL_LINES_MAX;
    lines.truncate(LABEL_LINES_MAX);
    let last = lines.len().saturating_sub(1);
    for (at, line) in lines.iter_mut().enumerate() {
        if line.chars().count() > letters || (cut && at == last) {
            *line = line.chars().take(letters.saturating_sub(1)).chain(['…']).collect();
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::{Link, Node};
    use super::*;
    use proptest::prelude::*;

    /// A budget divided among issuers, each divided into what is paid, due and free.
    fn chart(issuers: &[(String, i64, i64, i64)]) -> Sankey {
        let node = |id: &str, label: &str| Node { id: id.to_owned(), label: label.to_owned() };
        let link = |from: &str, to: &str, tiyn| Link { from: from.to_owned(), to: to.to_owned(), tiyn };
        let ends = [("paid", "Төленді"), ("due", "К оплате"), ("free", "Свободный остаток бюджета")];
        let mut nodes = vec![node("budget", "Республиканский бюджет")];
        let mut links = Vec::new();
        for (index, (label, paid, due, free)) in issuers.iter().enumerate() {
            let id = format!("i{index}");
            nodes.push(node(&id, label));
            links.push(link("budget", &id, paid + due + free));
            links.extend([link(&id, "paid", *paid), link(&id, "due", *due), link(&id, "free", *free)]);
        }
        nodes.extend(ends.map(|(id, label)| node(id, label)));
        Sankey::new(&nodes, &links).unwrap()
    }

    fn boxes(layout: &Layout) -> Vec<(i64, i64, i64, i64)> {
        let wide = |bar: &Bar| bar.lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
        let shown = layout.bars.iter().filter(|bar| !bar.lines.is_empty());
        shown
            .map(|bar| {
                let right = bar.text_x + LETTER * i64::try_from(wide(bar)).unwrap();
                (bar.text_x, bar.text_y, right, bar.text_y + text_height(bar))
            })
            .collect()
    }

    proptest! {
        #[test]
        fn no_two_labels_overlap_and_all_are_inside_the_picture(
            issuers in proptest::collection::vec(("[А-Яа-я ]{1,60}", 0_i64..1_000_000_000, 0_i64..100, 1_i64..1_000_000), 1..20),
        ) {
            for shape in [Shape::Wide, Shape::Narrow] {
                let layout = Layout::new(&chart(&issuers), shape, &|_| "123,4 млрд ₸".to_owned());
                let boxes = boxes(&layout);
                for (index, one) in boxes.iter().enumerate() {
                    prop_assert!(one.0 >= 0 && one.1 >= 0 && one.2 <= layout.width && one.3 <= layout.height, "{:?}", one);
                    for other in &boxes[index + 1..] {
                        let apart = one.2 <= other.0 || other.2 <= one.0 || one.3 <= other.1 || other.3 <= one.1;
                        prop_assert!(apart, "{:?} {:?} {:?}", shape, one, other);
                    }
                }
            }
        }

        #[test]
        fn flows_fill_their_bars_exactly(
            issuers in proptest::collection::vec((Just("Ақмола".to_owned()), 1_i64..1_000_000_000, 1_i64..100, 1_i64..1_000_000), 1..20),
        ) {
            let chart = chart(&issuers);
            let layout = Layout::new(&chart, Shape::Wide, &|tiyn| tiyn.to_string());
            let budget = &layout.bars[0];
            let leaving: i64 = layout.bands.iter().filter(|band| band.start == budget.x + budget.width).map(|band| band.from.1 - band.from.0).sum();
            prop_assert_eq!(leaving, budget.height);
            let paid = &layout.bars[layout.bars.len() - 3];
            let within = layout.bands.iter().filter(|band| band.end == paid.x && band.to.0 >= paid.y && band.to.1 <= paid.y + paid.height);
            prop_assert_eq!(within.map(|band| band.to.1 - band.to.0).sum::<i64>(), paid.height);
        }
    }
}

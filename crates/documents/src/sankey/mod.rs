//! A Sankey of money drawn on the server, for pages that work without scripts (spec 8: money), and its table twin.
//!
//! What flows into a node must flow out of it, or the chart is refused: a picture that hides a missing tenge is worse than
//! none. Two shapes are drawn of the same data: from left to right for wide screens, from top to bottom for 320 px.

mod layout;
mod svg;

use std::collections::HashMap;
use std::fmt;

pub use layout::Shape;
pub(crate) use svg::escaped;

/// More nodes than this cannot be read; the caller sums the small ones up as "other".
const NODES_MAX: usize = 40;

/// A node; nodes of one column stand in the order they are given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    pub id: String,
    pub label: String,
}

/// A flow between two nodes, in tiyn. Zero flows are not drawn but stay in the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub from: String,
    pub to: String,
    pub tiyn: i64,
}

/// Why a chart is not drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SankeyRefusal {
    Empty,
    TooManyNodes(usize),
    RepeatedNode(String),
    UnknownNode(String),
    Negative {
        from: String,
        to: String,
    },
    /// The sums pass `i64`.
    Overflow,
    Cycle,
    /// A node with both sides where they differ.
    Unbalanced {
        node: String,
        inflow: i64,
        outflow: i64,
    },
}

impl fmt::Display for SankeyRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("nothing flows"),
            Self::TooManyNodes(count) => write!(f, "{count} nodes, at most {NODES_MAX} can be read"),
            Self::RepeatedNode(id) => write!(f, "node {id:?} is given twice"),
            Self::UnknownNode(id) => write!(f, "a flow names the unknown node {id:?}"),
            Self::Negative { from, to } => write!(f, "the flow from {from:?} to {to:?} is negative"),
            Self::Overflow => f.write_str("the sums are too large"),
            Self::Cycle => f.write_str("money flows in a circle"),
            Self::Unbalanced { node, inflow, outflow } => write!(f, "{node:?}: {inflow} tiyn in, {outflow} tiyn out"),
        }
    }
}

impl std::error::Error for SankeyRefusal {}

/// The words around a chart; `id` begins the ids of its elements and is unique on the page.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub description: &'a str,
}

/// A row of the table that says the same as the picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TwinRow {
    pub from: String,
    pub to: String,
    pub tiyn: i64,
}

/// A checked chart.
#[derive(Debug, Clone)]
pub struct Sankey {
    nodes: Vec<Placed>,
    links: Vec<Flow>,
}

/// A node with its column and its sums.
#[derive(Debug, Clone)]
struct Placed {
    label: String,
    column: usize,
    inflow: i64,
    outflow: i64,
}

impl Placed {
    fn tiyn(&self) -> i64 {
        self.inflow.max(self.outflow)
    }
}

#[derive(Debug, Clone, Copy)]
struct Flow {
    from: usize,
    to: usize,
    tiyn: i64,
}

impl Sankey {
    /// Checks the flows and finds each node's column: one after the last of those that flow into it.
    pub fn new(nodes: &[Node], links: &[Link]) -> Result<Self, SankeyRefusal> {
        if nodes.len() > NODES_MAX {
            return Err(SankeyRefusal::TooManyNodes(nodes.len()));
        }
        let mut index = HashMap::new();
        for (at, node) in nodes.iter().enumerate() {
            if index.insert(node.id.as_str(), at).is_some() {
                return Err(SankeyRefusal::RepeatedNode(node.id.clone()));
            }
        }
        let place = |id: &String| index.get(id.as_str()).copied().ok_or_else(|| SankeyRefusal::UnknownNode(id.clone()));
        let mut flows = Vec::new();
        for link in links {
            if link.tiyn < 0 {
                return Err(SankeyRefusal::Negative { from: link.from.clone(), to: link.to.clone() });
            }
            flows.push(Flow { from: place(&link.from)?, to: place(&link.to)?, tiyn: link.tiyn });
        }
        let sum = |at: usize, side: fn(&Flow) -> usize| {
            let mut parts = flows.iter().filter(|flow| side(flow) == at).map(|flow| flow.tiyn);
            parts.try_fold(0_i64, i64::checked_add).ok_or(SankeyRefusal::Overflow)
        };
        let columns = columns(nodes.len(), &flows)?;
        let mut placed = Vec::new();
        for ((at, node), column) in nodes.iter().enumerate().zip(columns) {
            let (inflow, outflow) = (sum(at, |flow| flow.to)?, sum(at, |flow| flow.from)?);
            if inflow != outflow && inflow != 0 && outflow != 0 {
                return Err(SankeyRefusal::Unbalanced { node: node.id.clone(), inflow, outflow });
            }
            placed.push(Placed { label: node.label.clone(), column, inflow, outflow });
        }
        if placed.iter().all(|node| node.tiyn() == 0) {
            return Err(SankeyRefusal::Empty);
        }
        Ok(Self { nodes: placed, links: flows })
    }

    /// The picture as an SVG element for the page. `amount` writes tiyn in the reader's language.
    pub fn svg(&self, words: Words<'_>, shape: Shape, amount: &dyn Fn(i64) -> String) -> String {
        svg::draw(&layout::Layout::new(self, shape, amount), words)
    }

    /// The same as a table: every flow in the order given, with labels.
    pub fn twin(&self) -> Vec<TwinRow> {
        let label = |at: usize| self.nodes.get(at).map_or_else(String::new, |node| node.label.clone());
        let row = |flow: &Flow| TwinRow { from: label(flow.from), to: label(flow.to), tiyn: flow.tiyn };
        self.links.iter().map(row).collect()
    }
}

fn columns(count: usize, flows: &[Flow]) -> Result<Vec<usize>, SankeyRefusal> {
    let mut columns = vec![0_usize; count];
    for _ in 0..=count {
        let mut moved = false;
        for flow in flows {
            let after = columns.get(flow.from).copied().unwrap_or(0).saturating_add(1);
            if let Some(column) = columns.get_mut(flow.to)
                && *column < after
            {
                *column = after;
                moved = true;
            }
        }
        if !moved {
            return Ok(columns);
        }
    }
    Err(SankeyRefusal::Cycle)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(links: &[(&str, &str, i64)]) -> Result<Sankey, SankeyRefusal> {
        let nodes = ["a", "b", "c", "d"].map(|id| Node { id: id.to_owned(), label: id.to_uppercase() });
        let link =
            |(from, to, tiyn): &(&str, &str, i64)| Link { from: (*from).to_owned(), to: (*to).to_owned(), tiyn: *tiyn };
        Sankey::new(&nodes, &links.iter().map(link).collect::<Vec<_>>())
    }

    #[test]
    fn what_flows_in_must_flow_out() {
        let unbalanced = chart(&[("a", "b", 10), ("b", "c", 9)]).unwrap_err();
        assert_eq!(unbalanced, SankeyRefusal::Unbalanced { node: "b".to_owned(), inflow: 10, outflow: 9 });
        assert!(chart(&[("a", "b", 10), ("b", "c", 9), ("b", "d", 1)]).is_ok());
    }

    #[test]
    fn charts_that_mean_nothing_are_refused() {
        assert_eq!(chart(&[("a", "b", 1), ("b", "a", 1)]).unwrap_err(), SankeyRefusal::Cycle);
        assert_eq!(chart(&[("a", "a", 1)]).unwrap_err(), SankeyRefusal::Cycle);
        assert_eq!(chart(&[("a", "b", 0)]).unwrap_err(), SankeyRefusal::Empty);
        assert_eq!(chart(&[("a", "x", 1)]).unwrap_err(), SankeyRefusal::UnknownNode("x".to_owned()));
        assert!(matches!(chart(&[("a", "b", -1)]), Err(SankeyRefusal::Negative { .. })));
        assert_eq!(chart(&[("a", "b", i64::MAX), ("a", "c", 1)]).unwrap_err(), SankeyRefusal::Overflow);
    }

    #[test]
    fn the_twin_says_what_the_picture_says() {
        let twin = chart(&[("a", "b", 10), ("a", "c", 0)]).unwrap().twin();
        assert_eq!(twin[0], TwinRow { from: "A".to_owned(), to: "B".to_owned(), tiyn: 10 });
        assert_eq!(twin.len(), 2);
    }

    #[test]
    fn labels_cannot_break_out_of_the_picture() {
        let nodes = [("a", "<script>&\"\u{1}"), ("b", "]]>")]
            .map(|(id, label)| Node { id: id.to_owned(), label: label.to_owned() });
        let links = [Link { from: "a".to_owned(), to: "b".to_owned(), tiyn: 1 }];
        let words = Words { id: "m", title: "<t>", description: "d & d" };
        let svg = Sankey::new(&nodes, &links).unwrap().svg(words, Shape::Wide, &|tiyn| tiyn.to_string());
        assert!(!svg.contains("<script") && !svg.contains('\u{1}') && svg.contains("&lt;t&gt;"));
        assert!(svg.contains("role=\"img\" aria-labelledby=\"m-wide-title m-wide-desc\""));
    }
}

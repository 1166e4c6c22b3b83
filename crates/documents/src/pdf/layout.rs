//! Blocks on pages: every line of text has its place before anything is drawn, so that a page can say how many there are.
//!
//! Lengths are twentieths of a point: A4 is 11 906 × 16 838 of them.

use super::{
    Align, Block, Both, Cell, Column, Paper, Table,
    font::{Face, Fonts},
};

const SHORT: i32 = 11_906;
const LONG: i32 = 16_838;
const MARGIN: i32 = 800;
/// What the foot of a page takes.
const FOOT: i32 = 500;
/// Between the two columns of languages.
const GUTTER: i32 = 400;
const BODY: i32 = 180;
const SMALL: i32 = 150;
const PADDING: i32 = 60;
/// Between the rule and the text of tables with many columns.
const NARROW: i32 = 24;

/// The language of a line; nothing for names and numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tongue {
    Kk,
    Ru,
}

/// What a piece is to whoever reads by structure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Heading(u16, String),
    Text,
    Table,
    Head,
    Body,
    Row,
    ColumnHead,
    RowHead,
    Cell,
}

/// A piece of the structure: what it is and within which other piece.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) within: Option<usize>,
}

/// A line of text at its place; `y` is its base line.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) size: i32,
    pub(super) face: Face,
    pub(super) is_quiet: bool,
    pub(super) tongue: Option<Tongue>,
    pub(super) text: String,
    /// The piece it belongs to; nothing for what only repeats: the head of a table on its later pages, the foot.
    pub(super) node: Option<usize>,
}

/// A page: lines of text, rules and shades.
#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    pub(super) lines: Vec<Line>,
    /// Left, top, width, height.
    pub(super) rules: Vec<[i32; 4]>,
    pub(super) shades: Vec<[i32; 4]>,
}

/// The pages and the structure of a paper.
pub(super) struct Laid {
    pub(super) fonts: Fonts,
    pub(super) width: i32,
    pub(super) height: i32,
    pub(super) pages: Vec<Page>,
    pub(super) nodes: Vec<Node>,
}

/// How a line is set.
#[derive(Clone, Copy)]
struct Style {
    face: Face,
    size: i32,
    align: Align,
    is_quiet: bool,
}

impl Style {
    fn new(face: Face, size: i32, align: Align) -> Self {
        Self { face, size, align, is_quiet: false }
    }
}

/// Lines of a cell, each with its language.
type Lines = Vec<(Option<Tongue>, String)>;

struct Layout {
    laid: Laid,
    page: Page,
    y: i32,
}

/// The place of every line of a paper.
pub(super) fn lay(paper: &Paper) -> anyhow::Result<Laid> {
    let (width, height) = if paper.is_landscape { (LONG, SHORT) } else { (SHORT, LONG) };
    let laid = Laid { fonts: Fonts::open()?, width, height, pages: Vec::new(), nodes: Vec::new() };
    let mut layout = Layout { laid, page: Page::default(), y: MARGIN };
    for block in &paper.blocks {
        layout.block(block);
    }
    layout.turn();
    layout.foot(&paper.foot);
    Ok(layout.laid)
}

fn leading(size: i32) -> i32 {
    size.saturating_mul(13).div_euclid(10)
}

impl Layout {
    fn inner(&self) -> i32 {
        self.laid.width - 2 * MARGIN
    }

    fn bottom(&self) -> i32 {
        self.laid.height - MARGIN - FOOT
    }

    fn turn(&mut self) {
        self.laid.pages.push(std::mem::take(&mut self.page));
        self.y = MARGIN;
    }

    /// Begins a new page when less than a height is left of this one.
    fn room(&mut self, height: i32) {
        if self.y + height > self.bottom() && self.y > MARGIN {
            self.turn();
        }
    }

    fn node(&mut self, kind: Kind, within: Option<usize>) -> usize {
        self.laid.nodes.push(Node { kind, within });
        self.laid.nodes.len().saturating_sub(1)
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Title(text) => {
                let node = self.node(Kind::Heading(1, text.kk.clone()), None);
                self.pair(text, Style::new(Face::Bold, 240, Align::Middle), Some(node));
                self.y += 160;
            }
            Block::Heading(text) => {
                self.y += 160;
                self.room(800);
                let node = self.node(Kind::Heading(2, text.kk.clone()), None);
                self.pair(text, Style::new(Face::Bold, 200, Align::Left), Some(node));
                self.y += 60;
            }
            Block::Text(text) => {
                self.pair(text, Style::new(Face::Regular, BODY, Align::Left), None);
                self.y += 100;
            }
            Block::Corner(text) => {
                let style = Style { is_quiet: true, ..Style::new(Face::Regular, SMALL, Align::Right) };
                self.corner(text, style);
                self.y += 120;
            }
            Block::Facts(facts) => self.facts(facts),
            Block::Table(table) => self.table(table, true),
            Block::NewPage => self.turn(),
        }
    }

    /// A text of two languages in two columns, line beside line.
    fn pair(&mut self, text: &Both, style: Style, node: Option<usize>) {
        let width = (self.inner() - GUTTER) / 2;
        let kk = self.laid.fonts.lines((style.face, style.size), &text.kk, width);
        let ru = self.laid.fonts.lines((style.face, style.size), &text.ru, width);
        let (left, right) = match node {
            Some(node) => (node, node),
            None => (self.node(Kind::Text, None), self.node(Kind::Text, None)),
        };
        let count = kk.len().max(ru.len());
        for n in 0..count {
            self.room(leading(style.size));
            let base = self.y + style.size;
            for (x, lines, tongue, node) in
                [(MARGIN, &kk, Tongue::Kk, left), (MARGIN + width + GUTTER, &ru, Tongue::Ru, right)]
            {
                if let Some(line) = lines.get(n) {
                    self.put((x, base, width), style, (Some(tongue), line), Some(node));
                }
            }
            self.y += leading(style.size);
        }
    }

    /// A text of two languages, one under the other at the right margin.
    fn corner(&mut self, text: &Both, style: Style) {
        let width = self.inner() / 2;
        for (tongue, text) in [(Tongue::Kk, &text.kk), (Tongue::Ru, &text.ru)] {
            let node = self.node(Kind::Text, None);
            for line in self.laid.fonts.lines((style.face, style.size), text, width) {
                self.room(leading(style.size));
                let at = (MARGIN + width, self.y + style.size, width);
                self.put(at, style, (Some(tongue), &line), Some(node));
                self.y += leading(style.size);
            }
        }
    }

    /// Puts a line within a width.
    fn put(
        &mut self,
        (x, y, width): (i32, i32, i32),
        style: Style,
        (tongue, text): (Option<Tongue>, &str),
        node: Option<usize>,
    ) {
        if text.trim().is_empty() {
            return;
        }
        let free = width - self.laid.fonts.width(style.face, style.size, text.trim_end());
        let x = match style.align {
            Align::Left => x,
            Align::Middle => x + free / 2,
            Align::Right => x + free,
        };
        let Style { face, size, is_quiet, .. } = style;
        self.page.lines.push(Line { x, y, size, face, is_quiet, tongue, text: text.to_owned(), node });
    }

    fn facts(&mut self, facts: &[(Both, Cell)]) {
        let columns = vec![Column::text(Both::default(), 34), Column::text(Both::default(), 66)];
        let rows = facts.iter().map(|(name, value)| vec![Cell::Both(name.clone()), value.clone()]).collect();
        self.table(&Table { columns, rows, sums: Vec::new(), size: 0 }, false);
    }

    /// A table; `is_grid` draws its lines and takes its columns' heads, else its first cells are the heads of their rows.
    fn table(&mut self, table: &Table, is_grid: bool) {
        let size = if table.size == 0 { BODY } else { i32::from(table.size) };
        let places = self.places(&table.columns);
        let node = self.node(Kind::Table, None);
        let head = is_grid.then(|| {
            let cells: Vec<Cell> = table.columns.iter().map(|column| Cell::Both(column.head.clone())).collect();
            cells
        });
        let padding = if size < 130 { NARROW } else { PADDING };
        let grid = Grid { places, columns: &table.columns, size, padding, is_grid, head };
        if is_grid {
            let part = self.node(Kind::Head, Some(node));
            self.head(&grid, Some(part));
        }
        let part = self.node(Kind::Body, Some(node));
        let sums = table.sums.iter().map(|row| (row, true));
        for (row, is_sum) in table.rows.iter().map(|row| (row, false)).chain(sums) {
            self.row(&grid, (row, is_sum), part);
        }
        self.y += 120;
    }

    /// Left edge and width of each column.
    fn places(&self, columns: &[Column]) -> Vec<(i32, i32)> {
        let whole: i32 = columns.iter().map(|column| i32::from(column.share)).sum();
        let (mut places, mut before) = (Vec::with_capacity(columns.len()), 0_i32);
        let edge = |part: i32| MARGIN + self.inner() * part / whole.max(1);
        for column in columns {
            let after = before + i32::from(column.share);
            places.push((edge(before), edge(after) - edge(before)));
            before = after;
        }
        places
    }

    /// The head of a table: a piece of the structure on its first page, repeated on the others.
    fn head(&mut self, grid: &Grid<'_>, part: Option<usize>) {
        let Some(cells) = &grid.head else { return };
        let style = |_: usize| Style::new(Face::Bold, grid.size.min(SMALL), Align::Middle);
        let lines = self.lines(grid, cells, &style);
        let height = height(&lines, grid.size.min(SMALL), grid.padding);
        // A head never stands alone at the end of a page.
        if part.is_some() {
            self.room(height + 3 * leading(grid.size));
        }
        let row = part.map(|part| self.node(Kind::Row, Some(part)));
        let nodes: Vec<Option<usize>> =
            (0..cells.len()).map(|_| row.map(|row| self.node(Kind::ColumnHead, Some(row)))).collect();
        self.page.shades.push([MARGIN, self.y, self.inner(), height]);
        self.cells(grid, &lines, &style, &nodes);
    }

    fn row(&mut self, grid: &Grid<'_>, (cells, is_sum): (&[Cell], bool), part: usize) {
        let face = if is_sum { Face::Bold } else { Face::Regular };
        let (size, is_grid, columns) = (grid.size, grid.is_grid, grid.columns);
        let style = move |n: usize| {
            let align = columns.get(n).map(|column| column.align).unwrap_or_default();
            Style { is_quiet: !is_grid && n == 0, ..Style::new(face, size, align) }
        };
        let mut lines = self.lines(grid, cells, &style);
        let row = self.node(Kind::Row, Some(part));
        let kind = |n: usize| if !is_grid && n == 0 { Kind::RowHead } else { Kind::Cell };
        let nodes: Vec<Option<usize>> = (0..cells.len()).map(|n| Some(self.node(kind(n), Some(row)))).collect();
        // A row that is longer than what is left goes to the next page; one that is longer than a page is broken.
        loop {
            if self.y + height(&lines, size, grid.padding) > self.bottom() && self.y > MARGIN {
                self.turn();
                self.head(grid, None);
            }
            let fits = usize::try_from((self.bottom() - self.y - 2 * grid.padding) / leading(size)).unwrap_or(0).max(1);
            let rest: Vec<Lines> = lines.iter_mut().map(|cell| cell.split_off(cell.len().min(fits))).collect();
            self.cells(grid, &lines, &style, &nodes);
            if rest.iter().all(Vec::is_empty) {
                return;
            }
            lines = rest;
        }
    }

    /// The lines of each cell.
    fn lines(&self, grid: &Grid<'_>, cells: &[Cell], style: &dyn Fn(usize) -> Style) -> Vec<Lines> {
        let broken = |n: usize, text: &str, tongue: Option<Tongue>| -> Lines {
            let Style { face, size, .. } = style(n);
            let width = grid.places.get(n).map_or(0, |(_, width)| width - 2 * grid.padding);
            if text.is_empty() {
                return Vec::new();
            }
            self.laid.fonts.lines((face, size), text, width).into_iter().map(|line| (tongue, line)).collect()
        };
        let cell = |(n, cell): (usize, &Cell)| match cell {
            Cell::Same(text) => broken(n, text, None),
            Cell::Both(text) if text.kk == text.ru => broken(n, &text.kk, None),
            Cell::Both(text) => {
                let mut lines = broken(n, &text.kk, Some(Tongue::Kk));
                lines.extend(broken(n, &text.ru, Some(Tongue::Ru)));
                lines
            }
        };
        cells.iter().enumerate().map(cell).collect()
    }

    /// Puts a row of cells at the place reached, and its rules.
    fn cells(&mut self, grid: &Grid<'_>, cells: &[Lines], style: &dyn Fn(usize) -> Style, nodes: &[Option<usize>]) {
        let size = style(0).size;
        let (top, height) = (self.y, height(cells, size, grid.padding));
        for (n, (lines, (x, width))) in cells.iter().zip(&grid.places).enumerate() {
            let node = nodes.get(n).copied().flatten();
            let mut base = top + grid.padding + size;
            for (tongue, line) in lines {
                self.put((x + grid.padding, base, width - 2 * grid.padding), style(n), (*tongue, line), node);
                base += leading(size);
            }
        }
        self.page.rules.push([MARGIN, top + height, self.inner(), 8]);
        if grid.is_grid {
            self.page.rules.push([MARGIN, top, self.inner(), 8]);
            let edges = grid.places.iter().map(|(x, _)| *x).chain([MARGIN + self.inner()]);
            self.page.rules.extend(edges.map(|x| [x, top, 8, height]));
        }
        self.y += height;
    }

    /// The foot of every page: what it belongs to, and which of how many it is.
    fn foot(&mut self, text: &str) {
        let (inner, count) = (self.inner(), self.laid.pages.len());
        let base = self.laid.height - MARGIN - 60;
        for n in 1..=count {
            let numbered = format!("{n}-бет, барлығы {count} · стр. {n} из {count}");
            self.page.rules.push([MARGIN, base - 220, inner, 8]);
            for (text, align) in [(text, Align::Left), (&numbered, Align::Right)] {
                let style = Style { is_quiet: true, ..Style::new(Face::Regular, 130, align) };
                let shown = self.laid.fonts.shown(Face::Regular, text);
                self.put((MARGIN, base, inner), style, (None, &shown), None);
            }
            let Page { lines, rules, .. } = std::mem::take(&mut self.page);
            if let Some(page) = self.laid.pages.get_mut(n.saturating_sub(1)) {
                page.lines.extend(lines);
                page.rules.extend(rules);
            }
        }
    }
}

/// A table while it is laid.
struct Grid<'t> {
    places: Vec<(i32, i32)>,
    columns: &'t [Column],
    size: i32,
    padding: i32,
    is_grid: bool,
    head: Option<Vec<Cell>>,
}

/// The height of a row by its longest cell.
fn height(cells: &[Lines], size: i32, padding: i32) -> i32 {
    let count = cells.iter().map(Vec::len).max().unwrap_or_default();
    i32::try_from(count).unwrap_or(i32::MAX).saturating_mul(leading(size)) + 2 * padding
}

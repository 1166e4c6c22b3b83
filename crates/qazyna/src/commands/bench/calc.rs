//! The calculator as a library: how many cases a second (spec 9.1).

use std::{thread, time::Instant};

use anyhow::{Result, ensure};
use law::Pack;

use super::floor::{Cost, micros};

/// Answers the cases of the run again and again, `count` at least, on every core; their answers are made, counted and thrown away.
pub(super) fn run(cases: &[Vec<u8>], count: usize) -> Result<Cost> {
    ensure!(!cases.is_empty(), "there is no case to answer");
    let cores = thread::available_parallelism()?.get();
    let each = count.div_ceil(cores);
    let mut text = Vec::new();
    for case in cases.iter().cycle().take(each) {
        text.extend_from_slice(case);
        text.push(b'\n');
    }
    let started = Instant::now();
    let done: Vec<Result<()>> = thread::scope(|scope| {
        let threads: Vec<_> = (0..cores).map(|_| scope.spawn(|| answer(&text, each))).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|_| Err(anyhow::anyhow!("a thread panicked"))))
            .collect()
    });
    let took = micros(started.elapsed());
    done.into_iter().collect::<Result<()>>()?;
    Ok(Cost { micros: took, wal_bytes: 0, rows: u64::try_from(each.saturating_mul(cores))? })
}

/// Counts answers, and those that are no result.
#[derive(Default)]
struct Count {
    answers: usize,
    refused: usize,
}

impl std::io::Write for Count {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        for line in bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            self.answers = self.answers.saturating_add(1);
            self.refused = self.refused.saturating_add(usize::from(!line.starts_with(b"{\"id\":1,\"out\":{")));
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn answer(text: &[u8], cases: usize) -> Result<()> {
    let mut count = Count::default();
    law::calc::run(Pack::kz(), text, &mut count)?;
    ensure!((count.answers, count.refused) == (cases, 0), "the calculator left cases without a result");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_case_is_answered_and_a_refused_one_stops_the_bench() {
        let good = br#"{"id":1,"op":"iban","in":{"iban":"KZ86125KZT5004100100"}}"#.to_vec();
        assert!(run(&[good.clone(), good.clone()], 5_000).is_ok_and(|cost| cost.rows >= 5_000));
        assert!(run(&[good, br#"{"id":1,"op":"nothing","in":{}}"#.to_vec()], 5_000).is_err());
        assert!(run(&[], 5_000).is_err());
    }
}

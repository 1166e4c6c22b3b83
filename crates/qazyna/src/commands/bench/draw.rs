//! Draws that a seed repeats, and numbers with their check digits.

/// A stream of numbers from a seed (SplitMix64): enough for a world, never for a secret.
#[derive(Clone, Debug)]
pub(super) struct Draw(u64);

impl Draw {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number below `bound`.
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)).checked_rem(bound).unwrap_or(0)
    }
}

/// Eleven digits with the check digit of IIN and BIN (spec 3.2); `None` where there is none.
fn with_check_digit(eleven: &str) -> Option<String> {
    let sum = |first: u32| {
        let weights = (0..11_u32).map(|place| (place + first) % 11 + 1);
        eleven
            .chars()
            .filter_map(|digit| digit.to_digit(10))
            .zip(weights)
            .map(|(digit, weight)| digit * weight)
            .sum::<u32>()
            % 11
    };
    let check = match sum(0) {
        10 => sum(2),
        check => check,
    };
    (check < 10).then(|| format!("{eleven}{check}"))
}

/// The numbers `head` + digits that have a check digit, ascending.
pub(super) fn numbers(head: &str) -> impl Iterator<Item = String> {
    let head = head.to_owned();
    let digits = 11_usize.saturating_sub(head.len());
    let last = 10_u32.saturating_pow(u32::try_from(digits).unwrap_or(0));
    (0..last).filter_map(move |n| with_check_digit(&format!("{head}{n:0digits$}")))
}

//! Names as people type them: Kazakh letters on a Russian keyboard, small letters for capitals.

use super::store::places::FOLDED;

/// The text with Kazakh letters as the Russian ones typed for them, and capitals small: the same that the database makes of names.
pub(super) fn fold(text: &str) -> String {
    let folded = |letter: char| {
        FOLDED.0.chars().zip(FOLDED.1.chars()).find(|(from, _)| *from == letter).map_or(letter, |(_, to)| to)
    };
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().map(folded).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kazakh_names_are_found_with_a_russian_keyboard() {
        assert_eq!(fold("  Күншуақ   Әлем "), fold("кУншуаК алем"));
        assert_eq!(fold("ҮҰӨҒҚҢІҺ"), "ууогкних");
        assert_eq!(fold("№ 5 School"), "№ 5 school");
    }

    #[test]
    fn every_letter_has_its_pair() {
        assert_eq!(FOLDED.0.chars().count(), FOLDED.1.chars().count());
        for (from, to) in FOLDED.0.chars().zip(FOLDED.1.chars()) {
            assert_eq!(fold(&to.to_string()), to.to_string(), "{from} becomes {to}, which becomes something else");
        }
    }
}

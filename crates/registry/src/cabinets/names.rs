//! Names of persons as their cabinet may show them: opened with the person's key, and sorted as a Kazakh dictionary sorts them; pure.

use crate::platform::secrets::Secrets;

/// The letters of Kazakh in their order; Ё stands with Е.
const LETTERS: &str = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя";

/// The name of a person, or nothing when it was erased.
pub(super) fn reveal(secrets: &Secrets, wrapped_key: Option<&[u8]>, cipher: &[u8]) -> Option<String> {
    let key = secrets.person_key(wrapped_key?).ok()?;
    secrets.decrypt(&key, cipher).ok().map(|name| spoken(&name)).filter(|name| !name.is_empty())
}

/// A name as it is read out: the register keeps its words apart by tabs, of which some are empty.
pub(super) fn spoken(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What names are compared by.
pub(super) fn sort_key(name: &str) -> Vec<(usize, char)> {
    let folded = name.to_lowercase();
    let letters = folded.chars().map(|c| if c == 'ё' { 'е' } else { c });
    letters.map(|c| (LETTERS.chars().position(|letter| letter == c).map_or(0, |at| at.saturating_add(1)), c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_as_in_a_kazakh_dictionary() {
        let mut names =
            ["Ысқақ", "Ілияс", "Ильяс", "Яна", "Әлия", "Алия", "Қанат", "Камила", "Ёлкин", "Жанна", "Евгений", "Ең"];
        names.sort_by_key(|name| sort_key(name));
        assert_eq!(
            names,
            ["Алия", "Әлия", "Евгений", "Ёлкин", "Ең", "Жанна", "Ильяс", "Камила", "Қанат", "Ысқақ", "Ілияс", "Яна"]
        );
    }

    #[test]
    fn a_name_opens_with_its_persons_key_alone() {
        let secrets = Secrets::derive(&[7; 32]).unwrap();
        let (key, wrapped) = secrets.new_person_key().unwrap();
        let cipher = secrets.encrypt(&key, "Ахметова\tӘлия\t").unwrap();
        assert_eq!(reveal(&secrets, Some(&wrapped), &cipher).as_deref(), Some("Ахметова Әлия"));
        assert_eq!(reveal(&secrets, None, &cipher), None);
        let (_, other) = secrets.new_person_key().unwrap();
        assert_eq!(reveal(&secrets, Some(&other), &cipher), None);
    }
}

//! Sums in words, as documents of the state print them beside the figures: tenge in words, tiyn in two digits.

/// The languages of documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tongue {
    /// Kazakh.
    Kk,
    /// Russian.
    Ru,
}

/// Names of the powers of a thousand: one, few, many; Kazakh has one form.
const THOUSANDS_RU: [[&str; 3]; 6] = [
    ["тысяча", "тысячи", "тысяч"],
    ["миллион", "миллиона", "миллионов"],
    ["миллиард", "миллиарда", "миллиардов"],
    ["триллион", "триллиона", "триллионов"],
    ["квадриллион", "квадриллиона", "квадриллионов"],
    ["квинтиллион", "квинтиллиона", "квинтиллионов"],
];
const THOUSANDS_KK: [&str; 6] = ["мың", "миллион", "миллиард", "триллион", "квадриллион", "квинтиллион"];
const ONES_RU: [&str; 20] = [
    "",
    "один",
    "два",
    "три",
    "четыре",
    "пять",
    "шесть",
    "семь",
    "восемь",
    "девять",
    "десять",
    "одиннадцать",
    "двенадцать",
    "тринадцать",
    "четырнадцать",
    "пятнадцать",
    "шестнадцать",
    "семнадцать",
    "восемнадцать",
    "девятнадцать",
];
const TENS_RU: [&str; 10] =
    ["", "", "двадцать", "тридцать", "сорок", "пятьдесят", "шестьдесят", "семьдесят", "восемьдесят", "девяносто"];
const HUNDREDS_RU: [&str; 10] =
    ["", "сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот", "девятьсот"];
const ONES_KK: [&str; 10] = ["", "бір", "екі", "үш", "төрт", "бес", "алты", "жеті", "сегіз", "тоғыз"];
const TENS_KK: [&str; 10] = ["", "он", "жиырма", "отыз", "қырық", "елу", "алпыс", "жетпіс", "сексен", "тоқсан"];

/// A sum in tiyn: `Одна тысяча двести тенге 50 тиын`, `Бір мың екі жүз теңге 50 тиын`.
pub fn sum_in_words(tiyn: i64, tongue: Tongue) -> String {
    let (whole, rest) = (tiyn.unsigned_abs() / 100, tiyn.unsigned_abs() % 100);
    let mut words = Vec::new();
    if tiyn < 0 {
        words.push("минус");
    }
    match (whole, tongue) {
        (0, Tongue::Kk) => words.push("нөл"),
        (0, Tongue::Ru) => words.push("ноль"),
        _ => say(whole, tongue, &mut words),
    }
    words.push(if tongue == Tongue::Kk { "теңге" } else { "тенге" });
    let mut text = words.join(" ");
    if let Some(first) = text.chars().next() {
        text.replace_range(..first.len_utf8(), &first.to_uppercase().to_string());
    }
    format!("{text} {rest:02} тиын")
}

/// Three digits at a time, the highest first.
fn say(number: u64, tongue: Tongue, words: &mut Vec<&'static str>) {
    for power in (0..=6_usize).rev() {
        let scale = 1000_u64.pow(u32::try_from(power).unwrap_or(0));
        let three = usize::try_from(number / scale % 1000).unwrap_or(0);
        if three == 0 {
            continue;
        }
        match tongue {
            Tongue::Kk => say_kk(three, words),
            Tongue::Ru => say_ru(three, power == 1, words),
        }
        if let Some(at) = power.checked_sub(1) {
            words.push(match tongue {
                Tongue::Kk => word(&THOUSANDS_KK, at),
                Tongue::Ru => THOUSANDS_RU.get(at).map_or("", |forms| word(forms, form(three))),
            });
        }
    }
}

fn word(words: &[&'static str], at: usize) -> &'static str {
    words.get(at).copied().unwrap_or_default()
}

fn say_kk(three: usize, words: &mut Vec<&'static str>) {
    let hundreds = three / 100;
    if hundreds > 0 {
        words.extend([word(&ONES_KK, hundreds), "жүз"]);
    }
    let rest = [word(&TENS_KK, three / 10 % 10), word(&ONES_KK, three % 10)];
    words.extend(rest.into_iter().filter(|word| !word.is_empty()));
}

/// A thousand is feminine.
fn say_ru(three: usize, feminine: bool, words: &mut Vec<&'static str>) {
    let (hundreds, rest) = (three / 100, three % 100);
    let (tens, ones) = if rest < 20 { (0, rest) } else { (rest / 10, rest % 10) };
    let ones = match (ones, feminine) {
        (1, true) => "одна",
        (2, true) => "две",
        _ => word(&ONES_RU, ones),
    };
    let all = [word(&HUNDREDS_RU, hundreds), word(&TENS_RU, tens), ones];
    words.extend(all.into_iter().filter(|word| !word.is_empty()));
}

/// One, few or many.
fn form(three: usize) -> usize {
    match (three % 100, three % 10) {
        (11..=14, _) => 2,
        (_, 1) => 0,
        (_, 2..=4) => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(tiyn: i64) -> [String; 2] {
        [sum_in_words(tiyn, Tongue::Kk), sum_in_words(tiyn, Tongue::Ru)]
    }

    #[test]
    fn sums_are_said_as_documents_say_them() {
        for (tiyn, kk, ru) in [
            (0, "Нөл теңге 00 тиын", "Ноль тенге 00 тиын"),
            (7, "Нөл теңге 07 тиын", "Ноль тенге 07 тиын"),
            (100, "Бір теңге 00 тиын", "Один тенге 00 тиын"),
            (1_100, "Он бір теңге 00 тиын", "Одиннадцать тенге 00 тиын"),
            (2_250, "Жиырма екі теңге 50 тиын", "Двадцать два тенге 50 тиын"),
            (10_000, "Бір жүз теңге 00 тиын", "Сто тенге 00 тиын"),
            (120_050, "Бір мың екі жүз теңге 50 тиын", "Одна тысяча двести тенге 50 тиын"),
            (200_000, "Екі мың теңге 00 тиын", "Две тысячи тенге 00 тиын"),
            (500_000, "Бес мың теңге 00 тиын", "Пять тысяч тенге 00 тиын"),
            (1_100_000, "Он бір мың теңге 00 тиын", "Одиннадцать тысяч тенге 00 тиын"),
            (2_100_000, "Жиырма бір мың теңге 00 тиын", "Двадцать одна тысяча тенге 00 тиын"),
            (100_000_000, "Бір миллион теңге 00 тиын", "Один миллион тенге 00 тиын"),
            (300_000_100, "Үш миллион бір теңге 00 тиын", "Три миллиона один тенге 00 тиын"),
            (
                123_456_789_012,
                "Бір миллиард екі жүз отыз төрт миллион бес жүз алпыс жеті мың сегіз жүз тоқсан теңге 12 тиын",
                "Один миллиард двести тридцать четыре миллиона пятьсот шестьдесят семь тысяч восемьсот девяносто тенге 12 тиын",
            ),
            (-4_000, "Минус қырық теңге 00 тиын", "Минус сорок тенге 00 тиын"),
        ] {
            assert_eq!(both(tiyn), [kk, ru], "{tiyn}");
        }
    }

    #[test]
    fn every_number_of_three_digits_is_said_differently() {
        for tongue in [Tongue::Kk, Tongue::Ru] {
            let said: std::collections::BTreeSet<String> = (0..1000).map(|n| sum_in_words(n * 100, tongue)).collect();
            assert_eq!(said.len(), 1000);
        }
    }

    #[test]
    fn the_largest_sums_are_said_too() {
        for tiyn in [i64::MAX, i64::MIN] {
            assert!(both(tiyn).iter().all(|words| words.contains("квадриллион")));
        }
    }
}

use proptest::prelude::*;

use super::*;

/// The check digit by the plain text of spec 3.2, apart from the code under test.
fn check_digit(body: &str) -> Option<u32> {
    let digits: Vec<u32> = body.chars().map(|c| c.to_digit(10).unwrap()).collect();
    let sum = |weights: [u32; 11]| digits.iter().zip(weights).map(|(d, w)| d * w).sum::<u32>() % 11;
    match sum([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) {
        10 => Some(sum([3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2])).filter(|d| *d < 10),
        d => Some(d),
    }
}

proptest! {
    #[test]
    fn an_iin_states_its_birth_date_and_sex(y in 1800i16..2100, m in 1i8..=12, d in 1i8..=28, odd in any::<bool>(), n in 0u32..10_000) {
        let century = (y / 100 - 18) * 2 + if odd { 1 } else { 2 };
        let body = format!("{:02}{m:02}{d:02}{century}{n:04}", y % 100);
        for last in 0..10u32 {
            let iin = Iin::parse(&format!("{body}{last}"));
            if Some(last) == check_digit(&body) {
                let iin = iin.unwrap();
                prop_assert_eq!(iin.birth_date(), jiff::civil::date(y, m, d));
                prop_assert_eq!(iin.sex() == Sex::Male, odd);
                prop_assert_eq!(iin.as_str(), format!("{body}{last}"));
                let printed = format!("{iin:?}");
                prop_assert_eq!(printed, "Iin(************)");
            } else {
                prop_assert_eq!(iin, Err(Refusal::IinChecksum));
            }
        }
    }

    #[test]
    fn a_bin_states_entity_and_attribute(y in 0u32..100, m in 1u32..=12, t in 4usize..=6, a in 0usize..=3, n in 0u32..100_000) {
        let body = format!("{y:02}{m:02}{t}{a}{n:05}");
        for last in 0..10u32 {
            let bin = Bin::parse(&format!("{body}{last}"));
            if Some(last) == check_digit(&body) {
                let bin = bin.unwrap();
                prop_assert_eq!(bin.entity().as_str(), ["resident", "non_resident", "joint_entrepreneur"][t - 4]);
                prop_assert_eq!(bin.attribute().as_str(), ["head", "branch", "representation", "farm"][a]);
                prop_assert_eq!(format!("{bin:?}"), format!("Bin({body}{last})"));
                prop_assert_eq!(bin.as_str(), bin.to_string());
            } else {
                prop_assert_eq!(bin, Err(Refusal::BinChecksum));
            }
        }
    }

    #[test]
    fn one_check_pair_fits_an_account_and_a_changed_character_is_found(bank in 0u32..1000, account in "[0-9A-Z]{13}", at in 7usize..20, other in "[0-9A-Z]") {
        let ibans: Vec<Iban> = (2..99).filter_map(|check| Iban::parse(&format!("KZ{check:02}{bank:03}{account}")).ok()).collect();
        prop_assert_eq!(ibans.len(), 1);
        prop_assert_eq!(ibans[0].bank_code(), format!("{bank:03}"));
        let printed = format!("{:?}", ibans[0]);
        prop_assert!(!printed.contains(&account));
        let mut text = ibans[0].to_string();
        text.replace_range(at..=at, &other);
        // A digit in place of a letter shifts the number, which the check may not see.
        let same_kind = ibans[0].as_str().as_bytes()[at].is_ascii_digit() == other.as_bytes()[0].is_ascii_digit();
        prop_assert!(!same_kind || Iban::parse(&text).is_ok() == (text == ibans[0].as_str()));
    }

    #[test]
    fn a_voucher_number_reads_back_and_finds_a_wrong_character(prefix in "[A-Z]{3}", region in 0u8..=99, year in 1i16..=9999, sequence in 0u32..=99_999_999, at in 0usize..22, other in "[0-9A-Z]") {
        let number = VoucherNumber::try_new(&prefix, region, year, sequence).unwrap();
        let read = VoucherNumber::parse(number.as_str()).unwrap();
        prop_assert_eq!(read, number);
        prop_assert_eq!((read.prefix(), read.region(), read.year(), read.sequence()), (prefix.as_str(), region, year, sequence));
        let mut text = number.to_string();
        if &text[at..=at] != "-" && text[at..=at] != other {
            text.replace_range(at..=at, &other);
            prop_assert!(VoucherNumber::parse(&text).is_err(), "{}", text);
        }
    }
}

#[test]
fn the_check_character_is_that_of_iso_7064() {
    // The example of the standard for MOD 37,36: A12425GABC1234002 has the check character M.
    assert_eq!(check_37_36(b"A12425GABC1234002"), Some(b'M'));
}

#[test]
fn what_cannot_be_a_voucher_number_is_refused() {
    for (prefix, region, year, sequence) in [
        ("PR", 1, 2026, 1),
        ("pre", 1, 2026, 1),
        ("PR1", 1, 2026, 1),
        ("PRE", 100, 2026, 1),
        ("PRE", 1, 0, 1),
        ("PRE", 1, 2026, 100_000_000),
    ] {
        assert_eq!(VoucherNumber::try_new(prefix, region, year, sequence), None);
    }
    let good = VoucherNumber::try_new("SCH", 71, 2026, 42).unwrap().to_string();
    assert_eq!(format!("{:?}", VoucherNumber::parse(&good).unwrap()), format!("VoucherNumber({good})"));
    for wrong in [
        "",
        "SCH-71-2026-00000042",
        "SCH-7-2026-00000042-A",
        "SCH-71-2026-0000042-A",
        "SCH-71-026-00000042-A",
        "SCH-71-2026-0000004x-A",
        "SCH-71-2026-00000042-AB",
        "SCH-71-0000-00000042-A",
        "SCH71202600000042A",
    ] {
        assert_eq!(VoucherNumber::parse(wrong), Err(Refusal::VoucherNumberFormat), "{wrong}");
    }
}

#[test]
fn the_first_thing_wrong_is_named() {
    for (text, refusal) in [
        ("", Refusal::IinFormat),
        ("1234567890123", Refusal::IinFormat),
        ("12345678901a", Refusal::IinFormat),
        ("١٢٣٤٥٦", Refusal::IinFormat),
        ("999999099999", Refusal::IinCentury),
        ("999999799999", Refusal::IinCentury),
        ("990230399999", Refusal::IinBirthDate),
        ("990001399999", Refusal::IinBirthDate),
        ("000229399999", Refusal::IinBirthDate),
    ] {
        assert_eq!(Iin::parse(text), Err(refusal), "{text}");
    }
    for (text, refusal) in [
        ("12345678901", Refusal::BinFormat),
        ("000099999999", Refusal::BinRegistrationMonth),
        ("001399999999", Refusal::BinRegistrationMonth),
        ("001239999999", Refusal::BinEntityType),
        ("001279999999", Refusal::BinEntityType),
        ("001244999999", Refusal::BinAttribute),
    ] {
        assert_eq!(Bin::parse(text), Err(refusal), "{text}");
    }
    for text in [
        "",
        "KZ",
        "kz3807057KRU7W90HUSE",
        "KZ3807057KRU7W90HUSe",
        "KZ3807057KRU7W90HUS",
        "KZ3807057KRU7W90HUSEE",
        "KZA807057KRU7W90HUSE",
        "KZ3807A57KRU7W90HUSE",
        "US3807057KRU7W90HUSE",
        "KX3807057KRU7W90HUSE",
        "KZ38 7057KRU7W90HUSE",
    ] {
        assert_eq!(Iban::parse(text), Err(Refusal::IbanFormat), "{text}");
    }
}

#[test]
fn the_plain_codes_have_their_forms() {
    assert!(is_kato("710000000") && !is_kato("71000000") && !is_kato("71000000a"));
    assert!(is_rka("0201300123456789") && !is_rka("020130012345678") && !is_rka("020130012345678x"));
    assert!(is_bik("HSBKKZKX") && !is_bik("HSBKUSKX") && !is_bik("HSBKKZK") && !is_bik("hSBKKZKX"));
}

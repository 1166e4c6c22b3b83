use std::collections::BTreeSet;

use super::*;

#[test]
fn every_code_has_three_texts_a_clause_and_a_remedy() {
    assert!(codes().count() >= 95);
    for (code, entry) in codes() {
        let (noun, reason) = code.split_once('.').unwrap();
        assert!(!noun.is_empty() && !reason.is_empty(), "{code}");
        for text in [&entry.text, &entry.remedy] {
            let texts = BTreeSet::from([&text.kk, &text.ru, &text.en]);
            assert_eq!(texts.len(), 3, "{code} says the same in two languages");
            assert!(texts.iter().all(|text| text.ends_with('.')), "{code}");
        }
        assert!(!entry.clause.is_empty(), "{code}");
    }
}

#[test]
fn every_refusal_of_a_rule_is_registered_once() {
    let codes: BTreeSet<&str> = Refusal::ALL.iter().map(|refusal| refusal.code()).collect();
    assert_eq!(codes.len(), Refusal::ALL.len());
    for refusal in Refusal::ALL {
        assert_eq!(refusal.entry(), code(&refusal.to_string()));
        assert!(refusal.entry().is_some(), "{refusal}");
    }
    assert!(code("no.such").is_none());
}

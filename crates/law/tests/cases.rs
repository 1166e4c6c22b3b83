//! The published cases of the specification against their published answers.
#![expect(clippy::unwrap_used, reason = "a helper of tests may stop them")]

use std::path::Path;

use serde_json::Value;

fn testdata(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata").join(name)).unwrap()
}

#[test]
fn every_published_case_gives_its_published_answer() {
    let mut answers = Vec::new();
    let status = law::calc::run(law::Pack::kz(), testdata("cases/rules.jsonl").as_slice(), &mut answers).unwrap();
    assert_eq!(status, 2, "the cases hold one line that is not JSON");
    let answers = String::from_utf8(answers).unwrap();
    let expected = String::from_utf8(testdata("cases/rules.expected.jsonl")).unwrap();
    assert_eq!(answers.lines().count(), expected.lines().count());
    for (got, want) in answers.lines().zip(expected.lines()) {
        let (mut got, mut want): (Value, Value) =
            (serde_json::from_str(got).unwrap(), serde_json::from_str(want).unwrap());
        for side in [&mut got, &mut want] {
            if let Some(error) = side.get_mut("error").and_then(Value::as_object_mut) {
                error.remove("detail");
            }
        }
        assert_eq!(got, want);
    }
}

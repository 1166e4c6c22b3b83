//! Every refusal code that the sources raise is published with its texts (spec 2.7).

#[cfg(test)]
mod tests {
    use std::{
        collections::BTreeSet,
        fs,
        path::{Path, PathBuf},
    };

    /// What stands before the literal of a code that is raised.
    const RAISED: [&str; 6] = ["Refusal::new(", "refuse(", "refuse::<", "Refused::new(", "Err(\"", "code: \""];

    fn sources(dir: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|end| end == "rs") && !path.to_string_lossy().contains("test") {
                found.push(path);
            }
        }
    }

    fn is_code(word: &str) -> bool {
        let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        word.split_once('.').is_some_and(|(noun, reason)| plain(noun) && plain(reason))
    }

    /// Codes among the arguments of whatever raises them: the first literal that is a code within the same call.
    fn raised(text: &str) -> BTreeSet<String> {
        let mut codes = BTreeSet::new();
        for opening in RAISED {
            for (at, _) in text.match_indices(opening) {
                let call: String = text[at..].chars().take(200).collect();
                let end = call.find(';').unwrap_or(call.len());
                // What stands after the last quote may be a literal that was cut.
                let pieces: Vec<&str> = call[..end].split('"').collect();
                let whole = pieces.iter().take(pieces.len() - 1).skip(1).step_by(2);
                codes.extend(whole.filter(|word| is_code(word)).map(|word| (*word).to_owned()));
            }
        }
        codes
    }

    #[test]
    fn every_code_that_is_raised_is_published() {
        let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let mut files = Vec::new();
        for one in ["registry", "documents", "connectors", "law", "qazyna"] {
            sources(&crates.join(one).join("src"), &mut files);
        }
        let mut missing = BTreeSet::new();
        let mut seen = BTreeSet::new();
        // What the audit and receipts find is documented in docs/journal.md: nobody is refused by it.
        files.retain(|file| !file.to_string_lossy().contains("/cabinets/"));
        for file in files {
            for code in raised(&fs::read_to_string(&file).unwrap()) {
                if law::code(&code).is_none() {
                    missing.insert(format!("{code} in {}", file.display()));
                }
                seen.insert(code);
            }
        }
        assert!(seen.len() > 30, "{seen:?}");
        assert!(missing.is_empty(), "{missing:#?}");
    }

    #[test]
    fn a_code_is_found_in_the_call_that_raises_it() {
        let text = "return report.refuse(\n name, 0,\n \"no.such\", \"a.csv is bad\");";
        assert_eq!(Vec::from_iter(raised(text)), ["no.such"]);
    }
}

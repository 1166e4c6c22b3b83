//! Names of files in headers: what we send can break no header (RFC 6266), what is sent to us is a name and never a path.

use axum::http::{HeaderMap, header};

use super::problem::Rejected;

/// The longest name of a file, in characters.
const NAME_MAX: usize = 200;

/// `attachment` with a name; whatever is not plain ASCII is percent-encoded beside a plain stand-in.
#[must_use]
pub fn attachment(name: &str) -> String {
    use std::fmt::Write as _;
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "-._".contains(c) { c } else { '_' }).collect();
    if name.bytes().all(is_plain) {
        return format!("attachment; filename=\"{plain}\"");
    }
    let encoded = name.bytes().fold(String::new(), |mut text, byte| {
        if is_plain(byte) {
            text.push(char::from(byte));
        } else {
            write!(text, "%{byte:02X}").ok();
        }
        text
    });
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

/// The name in `Content-Disposition`: `filename*` of UTF-8 before `filename`.
///
/// # Errors
/// `file.unsafe_name` for a name that is none: a path, control or direction characters, too long, or not there.
pub fn name(headers: &HeaderMap) -> Result<String, Rejected> {
    let unsafe_name = |words: &str| Rejected::at("#Content-Disposition", "file.unsafe_name", words);
    let told = headers.get(header::CONTENT_DISPOSITION).map(|value| String::from_utf8_lossy(value.as_bytes()));
    let told = told.ok_or_else(|| unsafe_name("name the file: attachment; filename=\"…\""))?;
    let pieces = || told.split(';').map(str::trim);
    let long = pieces().find_map(|piece| piece.strip_prefix("filename*=")).and_then(|value| {
        let encoded = value.strip_prefix("UTF-8''").or_else(|| value.strip_prefix("utf-8''"))?;
        percent_decoded(encoded)
    });
    let short =
        pieces().find_map(|piece| piece.strip_prefix("filename=")).map(|value| value.trim_matches('"').to_owned());
    let name = long.or(short).ok_or_else(|| unsafe_name("name the file: attachment; filename=\"…\""))?;
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '/' | '\\' | '\u{200E}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{FFFD}')
    };
    if name.is_empty() || name.chars().count() > NAME_MAX || name.starts_with('.') || name.contains(hidden) {
        return Err(unsafe_name("a plain name of at most 200 characters"));
    }
    Ok(name)
}

fn percent_decoded(text: &str) -> Option<String> {
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        if *first == b'%' {
            let digits = std::str::from_utf8(after.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = after.get(2..)?;
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(value: &str) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_DISPOSITION, value.parse().unwrap());
        name(&headers).ok()
    }

    #[test]
    fn d_40_d_42_and_e_49_a_name_breaks_no_header_and_is_no_path() {
        assert_eq!(attachment("09.csv"), "attachment; filename=\"09.csv\"");
        assert_eq!(
            attachment("табель\r\nX: y\".csv"),
            "attachment; filename=\"______________\"".replace("______________\"", "________X__y_.csv\"")
                + "; filename*=UTF-8''%D1%82%D0%B0%D0%B1%D0%B5%D0%BB%D1%8C%0D%0AX%3A%20y%22.csv"
        );
        assert_eq!(of("attachment; filename=\"09.csv\""), Some("09.csv".to_owned()));
        assert_eq!(of("attachment; filename*=UTF-8''%D1%82.csv; filename=\"x\""), Some("т.csv".to_owned()));
        for bad in [
            "inline",
            "attachment; filename=\"../x\"",
            "attachment; filename=\"..\"",
            "attachment; filename=\"\"",
            "attachment; filename*=UTF-8''a%2Fb",
            "attachment; filename*=UTF-8''a%E2%80%AEb",
            "attachment; filename*=UTF-8''%FF; filename=\"a\\b\"",
        ] {
            assert_eq!(of(bad), None, "{bad}");
        }
    }
}

//! Writes the elements of an ISO 20022 message, escaped; values are checked by their messages before.

use super::Unwritable;

/// A message being written; elements are closed by construction.
pub(super) struct Message {
    out: String,
}

pub(super) type Written = Result<(), Unwritable>;

impl Message {
    pub(super) fn document(namespace: &str, body: impl FnOnce(&mut Self) -> Written) -> Result<Vec<u8>, Unwritable> {
        let mut message = Self { out: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned() };
        message.out.push_str(&format!("<Document xmlns=\"{namespace}\">"));
        body(&mut message)?;
        message.out.push_str("</Document>\n");
        Ok(message.out.into_bytes())
    }

    pub(super) fn inside(&mut self, name: &str, body: impl FnOnce(&mut Self) -> Written) -> Written {
        self.out.push_str(&format!("<{name}>"));
        body(self)?;
        self.out.push_str(&format!("</{name}>"));
        Ok(())
    }

    /// One value inside nested elements, outermost first: `["FinInstnId", "BICFI"]`.
    pub(super) fn value(&mut self, path: &[&str], text: &str) {
        path.iter().for_each(|name| self.out.push_str(&format!("<{name}>")));
        self.out.push_str(&quick_xml::escape::escape(text));
        path.iter().rev().for_each(|name| self.out.push_str(&format!("</{name}>")));
    }

    /// An amount of KZT.
    pub(super) fn amount(&mut self, name: &str, tiyn: i64) -> Written {
        let positive = u64::try_from(tiyn).ok().filter(|tiyn| *tiyn > 0);
        let tiyn = positive.ok_or_else(|| Unwritable { element: "Amt", detail: format!("{tiyn} tiyn") })?;
        self.out.push_str(&format!("<{name} Ccy=\"KZT\">{}</{name}>", super::tenge(tiyn)));
        Ok(())
    }

    /// A text of the schema's `MaxNText`: 1 to `max` characters that XML allows.
    pub(super) fn text(&mut self, path: &[&str], element: &'static str, max: usize, text: &str) -> Written {
        let allowed = |c: char| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
        let length = text.chars().count();
        if length == 0 || length > max || !text.chars().all(allowed) {
            return Err(Unwritable { element, detail: format!("{text:?} is not a text of 1 to {max} characters") });
        }
        self.value(path, text);
        Ok(())
    }

    /// An IBAN by its pattern; check digits are the caller's.
    pub(super) fn iban(&mut self, path: &[&str], iban: &str) -> Written {
        let bytes = iban.as_bytes();
        let country = bytes.iter().take(2).all(u8::is_ascii_uppercase);
        let check = bytes.iter().skip(2).take(2).all(u8::is_ascii_digit);
        if (5..=34).contains(&bytes.len()) && country && check && bytes.iter().all(u8::is_ascii_alphanumeric) {
            self.value(path, iban);
            return Ok(());
        }
        Err(Unwritable { element: "IBAN", detail: format!("{iban:?} is no IBAN") })
    }

    /// A bank's BIC (in Kazakhstan the БИК is the BIC of 8 or 11 characters).
    pub(super) fn bic(&mut self, path: &[&str], bic: &str) -> Written {
        let country = bic.bytes().skip(4).take(2).all(|byte| byte.is_ascii_uppercase());
        let plain = bic.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        if matches!(bic.len(), 8 | 11) && country && plain {
            self.value(path, bic);
            return Ok(());
        }
        Err(Unwritable { element: "BICFI", detail: format!("{bic:?} is no BIC") })
    }
}

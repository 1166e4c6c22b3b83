//! The navigation of each role: one line a page of the menu, in the order shown.

use crate::platform::Role;

/// Role (`-` is everybody who is not signed in), path behind the language, key of its name.
const MENU: &[(&str, &str, &str)] = &[
    ("-", "/places", "nav-places"),
    ("-", "/money", "nav-money"),
    ("-", "/rules", "nav-rules"),
    ("-", "/verify", "nav-verify"),
    ("-", "/data", "nav-data"),
    ("beneficiary", "/my", "nav-my"),
    ("beneficiary", "/my/access-log", "nav-my-log"),
    ("beneficiary", "/my/settings", "nav-my-settings"),
    ("performer", "/org", "nav-org-home"),
    ("performer", "/org/attendance", "nav-org-attendance"),
    ("performer", "/org/disputes", "nav-org-disputes"),
    ("performer", "/org/acts", "nav-org-acts"),
    ("performer", "/org/payments", "nav-org-payments"),
    ("performer", "/org/fees", "nav-org-fees"),
    ("performer", "/org/qr", "nav-org-qr"),
    ("performer", "/org/children", "nav-org-children"),
    ("performer", "/org/groups", "nav-org-groups"),
    ("performer", "/org/import", "nav-org-import"),
    ("performer", "/deadlines", "nav-deadlines"),
    ("issuer", "/issuer", "nav-issuer"),
    ("issuer", "/issuer/acts", "nav-issuer-acts"),
    ("issuer", "/issuer/close", "nav-issuer-close"),
    ("issuer", "/issuer/budget", "nav-issuer-budget"),
    ("issuer", "/issuer/volumes", "nav-issuer-volumes"),
    ("issuer", "/issuer/funding", "nav-issuer-funding"),
    ("issuer", "/issuer/issue", "nav-issuer-issue"),
    ("issuer", "/issuer/ends", "nav-issuer-ends"),
    ("issuer", "/issuer/exceptions", "nav-issuer-exceptions"),
    ("issuer", "/issuer/performers", "nav-issuer-performers"),
    ("issuer", "/issuer/disputes", "nav-issuer-disputes"),
    ("issuer", "/issuer/fees", "nav-issuer-fees"),
    ("issuer", "/issuer/qr", "nav-issuer-qr"),
    ("issuer", "/deadlines", "nav-deadlines"),
    ("issuer", "/jobs", "nav-jobs"),
    ("operator", "/operator", "nav-issuer"),
    ("operator", "/operator/orders", "nav-orders"),
    ("operator", "/operator/statements", "nav-statements"),
    ("operator", "/operator/differences", "nav-differences"),
    ("operator", "/deadlines", "nav-deadlines"),
    ("operator", "/jobs", "nav-jobs"),
    ("registrar", "/registrar", "nav-issuer"),
    ("registrar", "/registrar/accounts", "nav-accounts"),
    ("registrar", "/registrar/journal", "nav-journal"),
    ("registrar", "/registrar/messages", "nav-messages"),
    ("registrar", "/registrar/import", "nav-import"),
    ("registrar", "/deadlines", "nav-deadlines"),
    ("registrar", "/jobs", "nav-jobs"),
    ("authority", "/deadlines", "nav-deadlines"),
    ("auditor", "/audit", "nav-sample"),
    ("auditor", "/audit/export", "nav-export"),
    ("auditor", "/jobs", "nav-jobs"),
];

/// An entry of the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// The path behind the language.
    pub path: &'static str,
    /// The key of its name.
    pub key: &'static str,
    /// Whether the reader is on that very page.
    pub here: bool,
    /// Whether the reader is on it or below it.
    pub within: bool,
}

/// The menu of a role, seen from a path.
pub(super) fn items(role: Option<Role>, path: &str) -> Vec<Item> {
    let role = role.map_or("-", Role::code);
    let of_role = || MENU.iter().filter(|(whose, ..)| *whose == role);
    let below = |own: &str| path.strip_prefix(own).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    // Of an entry and one below it, the reader is within the lower one alone.
    let lowest = of_role().map(|(_, own, _)| *own).filter(|own| below(own)).max_by_key(|own| own.len());
    of_role().map(|(_, own, key)| Item { path: own, key, here: path == *own, within: lowest == Some(*own) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_menu_knows_where_the_reader_is() {
        let within = |path: &str| -> Vec<&str> {
            items(None, path).into_iter().filter(|item| item.within).map(|item| item.path).collect()
        };
        assert_eq!(within("/places/1"), ["/places"]);
        assert_eq!(within("/placesandmore"), [""; 0]);
        let seen = items(Some(Role::Issuer), "/issuer/acts/1");
        let seen: Vec<&str> = seen.into_iter().filter(|item| item.within).map(|item| item.path).collect();
        assert_eq!(seen, ["/issuer/acts"]);
        assert!(items(None, "/money").iter().any(|item| item.here));
        let performer = items(Some(Role::Performer), "/org/acts/1");
        assert_eq!(
            performer.into_iter().filter(|item| item.within).map(|item| item.path).collect::<Vec<_>>(),
            ["/org/acts"]
        );
    }
}

use super::*;

#[test]
fn messages_can_be_read() {
    for language in Language::ALL {
        assert!(!language.t("layout-name").to_string().contains('⟦'));
    }
}

//! A canary in every public type that can hold a person or a key: `Debug` of none shows it (P14).

use std::io::Cursor;

use documents::{archive::Limits, table::Table};
use eds::{Certificate, Role, SigningKey};
use jiff::civil::date;
use sandbox::ca::{Issued, Profile};

use crate::{
    acts::{
        Side, Sign,
        fixture::{Desk, profile},
    },
    beneficiaries::store::{Person, PersonState},
    platform::{Actor, http::Caller},
    vouchers::{Booking, Child},
};

const NAME: &str = "КАНАРЕЙКИН";

/// What must not be seen: an IIN, a name, a day of birth, a key.
struct Canary {
    words: Vec<String>,
    seen: usize,
}

impl Canary {
    /// Shows a value both ways and looks for any of the words, in bytes too.
    fn hidden(&mut self, name: &str, shown: &dyn std::fmt::Debug) {
        self.seen += 1;
        for text in [format!("{shown:?}"), format!("{shown:#?}")] {
            let bytes = |word: &str| {
                let bytes: Vec<String> = word.bytes().take(6).map(|byte| byte.to_string()).collect();
                bytes.join(", ")
            };
            for word in &self.words {
                assert!(!text.contains(word.as_str()) && !text.contains(&bytes(word)), "{name} shows {word}: {text}");
            }
        }
    }
}

#[tokio::test]
async fn no_debug_of_a_type_that_holds_a_person_or_a_key_shows_them() {
    let mut desk = Desk::new().await;
    let mut person = profile(&desk.schools[0].bin.clone(), 0, Role::Head);
    person.name = format!("{NAME} АБАЙ");
    let iin = person.iin.clone().unwrap();
    let issued = desk.authority.issue(&person).unwrap();
    let key = issued.pem.lines().nth(1).unwrap().to_owned();
    let mut canary = Canary { words: vec![iin.clone(), NAME.to_owned(), key, "2016-03-07".to_owned()], seen: 0 };
    assert!(
        std::panic::catch_unwind(|| {
            Canary { words: vec!["123456".to_owned()], seen: 0 }.hidden("bytes", &b"a123456".to_vec());
        })
        .is_err()
    );

    signatures(&mut canary, &desk, (&person, &issued));
    people(&mut canary, &desk, &iin);
    files(&mut canary, &iin);
    assert_eq!(canary.seen, 20);
}

fn signatures(canary: &mut Canary, desk: &Desk, (person, issued): (&Profile, &Issued)) {
    canary.hidden("Profile", &person);
    canary.hidden("Issued", &issued);
    canary.hidden("SigningKey", &SigningKey::from_pem(issued.pem.as_bytes()).unwrap());
    canary.hidden("Certificate", &Certificate::parse(issued.certificate.as_bytes()).unwrap());
    let now = desk.country.app.clock.now();
    let trust = crate::platform::trust::load(&desk.country.app.trust).unwrap();
    canary.hidden("Report of a certificate", &eds::report::certificate(issued.certificate.as_bytes(), &trust, now));
    let signature = eds::cms::sign(b"act", &SigningKey::from_pem(issued.pem.as_bytes()).unwrap(), false, now).unwrap();
    let outcome = eds::cms::verify(&signature, Some(b"act"), &trust, now);
    assert_eq!(outcome.signers[0].iin, person.iin);
    canary.hidden("Outcome", &outcome);
    canary.hidden("Report of a signature", &eds::report::verify(&signature, Some(b"act"), &trust, now));
    canary.hidden(
        "Sign",
        &Sign { side: Side::Issuer, month: date(2026, 9, 1), key_pem: issued.pem.clone().into_bytes() },
    );
}

fn people(canary: &mut Canary, desk: &Desk, iin: &str) {
    let mut actor = Actor::console(desk.country.app.clock.id());
    actor.person = iin.to_owned();
    canary.hidden("Actor", &actor);
    let caller = Caller {
        session: actor.request,
        actor,
        name: NAME.to_owned(),
        organisation_name: String::new(),
        capacities: 1,
        stepped_up_until: None,
    };
    canary.hidden("Caller", &caller);

    let id = desk.country.app.clock.id();
    let child = Child { bucket: 1, id, birth_date: date(2016, 3, 7), deceased: false };
    let booking = Booking {
        child: Some(child),
        performer_id: id,
        contract_id: id,
        number: "1".to_owned(),
        group_id: id,
        contract: (date(2026, 9, 1), date(2026, 9, 30)),
        price: 1,
        from: date(2026, 9, 1),
        to: date(2026, 9, 30),
        ends: None,
        effective_on: date(2026, 9, 1),
        continues: false,
    };
    canary.hidden("Booking", &booking);
    let bytes = |text: &str| text.as_bytes().to_vec();
    canary.hidden(
        "Person",
        &Person {
            bucket: 1,
            id,
            region: 75,
            iin_hmac: bytes(iin),
            iin_cipher: bytes(iin),
            birth_date: date(2016, 3, 7),
            sex: "male".to_owned(),
        },
    );
    canary.hidden(
        "PersonState",
        &PersonState {
            bucket: 1,
            person_id: id,
            region: 75,
            name_cipher: bytes(NAME),
            guardians: bytes(iin),
            kato: String::new(),
            status: "alive".to_owned(),
            effective_on: date(2016, 3, 7),
        },
    );
    canary.hidden("Iin", &law::Iin::parse(iin).unwrap());
    canary.hidden("the fixture's child", &desk.children[0]);
}

fn files(canary: &mut Canary, iin: &str) {
    let file = format!("iin,name\n{iin},{NAME}\n");
    for row in Table::open(Cursor::new(file.as_bytes()), Limits::default()).unwrap() {
        canary.hidden("Row", &row.unwrap());
    }
    let mut records = documents::csv_in::Records::new(file.as_bytes()).unwrap();
    while let Some(record) = records.next_record().unwrap() {
        canary.hidden("Record", &record);
    }
    canary.hidden("Value", &documents::xlsx_in::Value::Text(NAME.to_owned()));
}

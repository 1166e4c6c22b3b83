//! The access matrix: every role × action, and every use case at its door.

use std::collections::BTreeSet;

use jiff::civil::date;

use crate::{
    accounts,
    acts::{self, Close},
    attendance, beneficiaries, budgets,
    cabinets::{self, Export, Subject},
    contracts::{self, Consent, Ending, Moving, Renew},
    funding, invoices, parties,
    payments::{self, Order},
    platform::{
        Actor, Error, Progress, Result, Role, access,
        erasure::{self, Erase},
        identity, jobs,
        testkit::fixture::Country,
    },
    programmes, reorganisations,
    vouchers::{self, Issue},
};

/// What the binary's commands do, by the action that each asks for: a command without a row here is a command without a door.
const ACTIONS: &[&str] = &[
    "answer.dispute",
    "audit",
    "cancel.jobs",
    "change.account",
    "close",
    "confirm",
    "confirm.contract",
    "confirm.silence",
    "decide.qr",
    "dispute",
    "document.qr",
    "end",
    "enter.calendar",
    "erase",
    "export",
    "export.list",
    "import.budget",
    "import.capital",
    "import.ceilings",
    "import.estimates",
    "import.fee-payments",
    "import.fees",
    "import.grants",
    "import.invoices",
    "import.mandates",
    "import.oneroster",
    "import.performers",
    "import.persons",
    "import.rates",
    "import.rules",
    "import.statement",
    "import.timesheet",
    "import.volumes",
    "issue",
    "move",
    "orders",
    "read.accounts",
    "read.acts",
    "read.attendance",
    "read.budget",
    "read.exceptions",
    "read.jobs",
    "read.orders",
    "read.public",
    "read.registers",
    "read.vouchers",
    "renew",
    "reorganise",
    "session",
    "sign.batch",
    "sign.issuer",
    "sign.performer",
];

/// The rows of the file, read here by other means than the platform's.
fn granted() -> BTreeSet<(String, String)> {
    let text = include_str!("../access.csv");
    let mut rows = text.split_terminator('\n').map(|line| line.split(',').collect::<Vec<_>>());
    assert_eq!(rows.next().unwrap(), ["role", "action", "scope"]);
    rows.map(|row| (row[0].to_owned(), row[1].to_owned())).collect()
}

async fn as_role(country: &Country, role: Role) -> Actor {
    Actor { role, ..country.actor.clone() }
}

/// Runs the use case of an action with input that it would refuse only after the door.
async fn run(country: &Country, action: &'static str, actor: &Actor) -> Result<()> {
    let (app, watch, file) = (&country.app, &Progress::silent(), ("empty.csv", b"".as_slice()));
    let month = date(2026, 9, 1);
    match action {
        "import.budget" => budgets::import(app, actor, file, false, watch).await.map(drop),
        "import.volumes" => vouchers::volumes::import(app, actor, file, false, watch).await.map(drop),
        "import.estimates" => funding::import_estimates(app, actor, file, false, watch).await.map(drop),
        "import.capital" => funding::import_capital(app, actor, file, false, watch).await.map(drop),
        "import.grants" => vouchers::grants::import(app, actor, file, false, watch).await.map(drop),
        "import.rules" => programmes::enter(app, actor, file, true, watch).await.map(drop),
        "enter.calendar" => {
            let day = b"[[days]]\nday = \"2027-05-10\"\nkind = \"off\"\nact = \"decree\"\n";
            programmes::enter(app, actor, ("days.toml", day), true, watch).await.map(drop)
        }
        "import.rates" => programmes::import_rates(app, actor, file, false, watch).await.map(drop),
        "import.performers" => parties::import(app, actor, file, false, watch).await.map(drop),
        "import.persons" => beneficiaries::import(app, actor, file, false, watch).await.map(drop),
        "import.mandates" => identity::import_mandates(app, actor, file, false, watch).await.map(drop),
        "import.oneroster" => contracts::import_roster(app, actor, file, false, watch).await.map(drop),
        "import.timesheet" => attendance::import_timesheet(app, actor, file, false, watch).await.map(drop),
        "import.invoices" => invoices::import(app, actor, file, false, watch).await.map(drop),
        "import.statement" => payments::import_statement(app, actor, file, false, watch).await.map(drop),
        "import.fees" => contracts::fees::import(app, actor, file, false, watch).await.map(drop),
        "import.ceilings" => contracts::fees::import_ceilings(app, actor, file, false, watch).await.map(drop),
        "import.fee-payments" => contracts::fees::import_payments(app, actor, file, false, watch).await.map(drop),
        "issue" => {
            let what = Issue { programme: "school".to_owned(), year: 2026, region: None };
            vouchers::issue(app, actor, &what, watch).await.map(drop)
        }
        "end" | "move" | "confirm.contract" | "renew" => run_of_contracts(country, action, actor).await,
        "close" => acts::close(app, actor, &Close { month, programme: None, region: None }, watch).await.map(drop),
        "orders" => payments::order(app, actor, Order { month, programme: None }).await.map(drop),
        "export" => {
            let out = app.data.join(format!("export-{}", actor.role.code()));
            let what = Export { month, programme: None, region: None, out };
            cabinets::export(app, actor, what, watch).await.map(drop)
        }
        "document.qr" | "decide.qr" => run_of_shares(country, action, actor).await,
        "confirm" | "confirm.silence" | "dispute" | "answer.dispute" => run_of_months(country, action, actor).await,
        "reorganise" => {
            let (bin, document) = (country.issuer_bin.clone(), "1".to_owned());
            let kind = reorganisations::Kind::Merger;
            let what =
                reorganisations::Reorganising { predecessor: bin.clone(), successor: bin, kind, on: month, document };
            reorganisations::reorganise(app, actor, &what, true).await.map(drop)
        }
        "change.account" => {
            let owner = accounts::Owner::Performer(country.issuer_bin.clone());
            let (reason, document) = ("error".to_owned(), "1".to_owned());
            let what = accounts::Changing { owner, change: accounts::Change::Lift, reason, document };
            accounts::change(app, actor, &what).await.map(drop)
        }
        "audit" => cabinets::audit(app, actor, watch).await.map(drop),
        "erase" => {
            let eraser = country.database.config(crate::platform::cluster::Role::Erasure);
            erasure::erase(app, actor, &eraser, &Erase::default()).await.map(drop)
        }
        // Signing has no actor but the holder of the key, and jobs of pages are put down by the pages: their door is the matrix itself.
        "sign.performer" | "sign.issuer" | "sign.batch" | "export.list" | "session" => {
            access::require(app, actor, action).await
        }
        "cancel.jobs" => {
            let tx = jobs::begin(app, actor).await?;
            jobs::cancel(&tx, actor, uuid::Uuid::nil()).await.map(drop)
        }
        // What is only read is tried at its door over HTTP.
        read if read.starts_with("read.") => access::require(app, actor, read).await,
        other => panic!("{other} has no use case here"),
    }
}

/// The same for contracts.
async fn run_of_contracts(country: &Country, action: &'static str, actor: &Actor) -> Result<()> {
    let (app, watch, month) = (&country.app, &Progress::silent(), date(2026, 9, 1));
    match action {
        "end" => {
            let (voucher, reason, document) = (String::new(), "refusal".to_owned(), "1".to_owned());
            contracts::end(app, actor, &Ending { voucher, reason, last: month, document }).await.map(drop)
        }
        "move" => {
            let (voucher, document) = (String::new(), "1".to_owned());
            contracts::transfer_region(app, actor, &Moving { voucher, region: 75, on: month, document }).await.map(drop)
        }
        "confirm.contract" => {
            let consent = Consent::Portal { person: uuid::Uuid::nil() };
            contracts::confirm(app, actor, uuid::Uuid::nil(), consent).await.map(drop)
        }
        "renew" => {
            let what = Renew { year: 2026, programme: None, region: None };
            contracts::renew(app, actor, &what, watch).await.map(drop)
        }
        other => panic!("{other} has no use case here"),
    }
}

/// The same for the share by QR.
async fn run_of_shares(country: &Country, action: &'static str, actor: &Actor) -> Result<()> {
    let (app, month, nobody) = (&country.app, date(2026, 9, 1), (75, uuid::Uuid::nil()));
    match action {
        "document.qr" => {
            let own = actor.with_scope(crate::platform::Scope::Own { parties: vec![nobody], persons: Vec::new() });
            let (group, document, cause) = (None, "1".to_owned(), "broken".to_owned());
            let what = acts::qr::Failure { performer: nobody, days: (month, month), group, document, cause };
            acts::qr::document(app, &own, what).await.map(drop)
        }
        "decide.qr" => {
            let what = acts::qr::Decide { failure: uuid::Uuid::nil(), accepted: true, reason: String::new() };
            acts::qr::decide(app, actor, what).await
        }
        other => panic!("{other} has no use case here"),
    }
}

/// The same for what parents and performers say of a month.
async fn run_of_months(country: &Country, action: &'static str, actor: &Actor) -> Result<()> {
    let (app, watch, month) = (&country.app, &Progress::silent(), date(2026, 9, 1));
    match action {
        "confirm" => {
            let order = attendance::Confirm { month, contract: uuid::Uuid::nil(), seen: attendance::Planes::default() };
            attendance::confirm(app, actor, order).await.map(drop)
        }
        "confirm.silence" => attendance::confirm_by_silence(app, actor, month, watch).await.map(drop),
        "dispute" => {
            let order = attendance::Raise {
                month,
                contract: uuid::Uuid::nil(),
                day: 1,
                reason: "was_present".to_owned(),
                words: String::new(),
                file: Vec::new(),
            };
            attendance::raise(app, actor, order).await.map(drop)
        }
        "answer.dispute" => {
            let answer = attendance::Answer::Refuse("so it was".to_owned());
            let own = actor.with_scope(crate::platform::Scope::Own { parties: Vec::new(), persons: Vec::new() });
            attendance::answer(app, &own, uuid::Uuid::nil(), answer).await.map(drop)
        }
        other => panic!("{other} has no use case here"),
    }
}

fn is_denied<T>(answer: &Result<T>) -> bool {
    answer.as_ref().err().and_then(Error::code) == Some("access.denied")
}

/// Rows of use cases; the others are of pages.
fn of_use_cases() -> BTreeSet<(String, String)> {
    granted().into_iter().filter(|(_, action)| !action.starts_with("page.")).collect()
}

/// Every `"page.…"` that the pages' code names.
fn pages_named(folder: &std::path::Path, named: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() && name != "tests" {
            pages_named(&path, named);
        } else if name.ends_with(".rs") && !name.contains("tests") {
            let text = std::fs::read_to_string(&path).unwrap();
            let literals = text.split('"').filter(|word| word.starts_with("page.") && *word != "page.unknown");
            named.extend(literals.filter(|word| !word.contains(['{', ' ', '('])).map(str::to_owned));
        }
    }
}

#[test]
fn a_page_names_its_row_of_the_matrix_and_every_row_of_a_page_is_named() {
    let rows: BTreeSet<String> =
        granted().into_iter().map(|(_, action)| action).filter(|action| action.starts_with("page.")).collect();
    let mut named = BTreeSet::new();
    pages_named(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut named);
    assert_eq!(rows, named);
}

#[test]
fn the_matrix_names_the_actions_of_the_commands_and_no_others() {
    let named: BTreeSet<String> = of_use_cases().into_iter().map(|(_, action)| action).collect();
    assert_eq!(named.iter().map(String::as_str).collect::<Vec<_>>(), ACTIONS);
    let roles: BTreeSet<&str> = Role::ALL.iter().map(|role| role.code()).collect();
    assert!(granted().iter().all(|(role, _)| roles.contains(role.as_str())));
}

#[tokio::test]
async fn a_role_without_a_row_is_refused_by_the_matrix_and_by_every_use_case() {
    let country = Country::new().await;
    let granted = granted();
    let mut refused = 0;
    for role in Role::ALL {
        let actor = as_role(&country, role).await;
        for action in ACTIONS.iter().copied() {
            let expected = !granted.contains(&(role.code().to_owned(), action.to_owned()));
            let asked = access::require(&country.app, &actor, action).await;
            assert_eq!(is_denied(&asked), expected, "{} {action}", role.code());
            let done = run(&country, action, &actor).await;
            assert_eq!(is_denied(&done), expected, "{} {action}: {done:?}", role.code());
            refused += usize::from(expected);
        }
        let receipt = cabinets::cut_receipt(&country.app, &actor, Subject::Movement(uuid::Uuid::nil())).await;
        let expected = !granted.contains(&(role.code().to_owned(), "export".to_owned()));
        assert_eq!(is_denied(&receipt), expected, "{} receipt", role.code());
    }
    assert_eq!(refused, ACTIONS.len() * Role::ALL.len() - of_use_cases().len());
    for unknown in ["", "import", "Issue", "issue ", "import.everything"] {
        assert!(is_denied(&access::require(&country.app, &country.actor, unknown).await), "{unknown:?}");
    }
}

#[tokio::test]
async fn taking_a_row_out_of_the_table_closes_the_door() {
    let country = Country::new().await;
    assert!(!is_denied(&run(&country, "issue", &country.actor).await));
    country.database.as_superuser("DELETE FROM access_matrix WHERE role = 'registrar' AND action = 'issue'").unwrap();
    assert!(is_denied(&run(&country, "issue", &country.actor).await));
}

//! Signing acts (spec 6.1, 7.5): a signature is made outside any transaction, then accepted like one made elsewhere; the issuer's posts
//! the write-off in the same transaction.

use std::{
    collections::{BTreeSet, HashMap},
    fmt,
    sync::Arc,
    time::Instant,
};

use eds::SigningKey;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    judge::{Judge, Passed},
    store::{
        ActSignature,
        sign::{self as store, Act, Standing},
    },
    write_off,
};
use crate::{
    app::App,
    attendance, parties,
    platform::{Actor, Progress, Refusal, Result, Role, Scope, access, error::refuse, fact::hex},
};

/// Acts a transaction: whole performers, so that a crash loses little and a commit is shared by many.
const CHUNK_ACTS: usize = 50;
/// Chunks on their way at once: one a core.
const CHUNKS_AT_ONCE: usize = 2;

/// Whose signature it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// Signs first: the service was given.
    Performer,
    /// Signs second: it was received, the money is owed.
    Issuer,
}

impl Side {
    /// As the tables spell it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Performer => "performer",
            Self::Issuer => "issuer",
        }
    }

    fn role(self) -> Role {
        match self {
            Self::Performer => Role::Performer,
            Self::Issuer => Role::Issuer,
        }
    }

    pub(super) fn action(self) -> &'static str {
        match self {
            Self::Performer => "sign.performer",
            Self::Issuer => "sign.issuer",
        }
    }

    fn entry(self) -> &'static str {
        match self {
            Self::Performer => "acts.performer_signed",
            Self::Issuer => "acts.issuer_signed",
        }
    }

    /// The state that may be signed and the one after.
    fn states(self) -> (&'static str, &'static str) {
        match self {
            Self::Performer => ("draft", "performer_signed"),
            Self::Issuer => ("performer_signed", "issuer_signed"),
        }
    }

    pub(super) fn party(self, act: &Act) -> &str {
        match self {
            Self::Performer => &act.performer_bin,
            Self::Issuer => &act.issuer_bin,
        }
    }
}

/// A batch to sign with one key.
#[derive(Clone)]
pub struct Sign {
    /// Whose key it is.
    pub side: Side,
    /// The month's first day.
    pub month: Date,
    /// PEM bundle: private key (PKCS#8), certificate, its issuers.
    pub key_pem: Vec<u8>,
}

// The key is a secret.
impl fmt::Debug for Sign {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Sign").field("side", &self.side).field("month", &self.month).finish_non_exhaustive()
    }
}

/// What came of a batch.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Signed {
    /// `YYYY-MM`.
    pub month: String,
    /// Whose signature.
    pub side: Side,
    /// Acts that carry the signature now, those signed by the same person before included.
    pub acts: usize,
    /// Their totals (tiyn).
    pub total: i64,
    /// Acts that do not.
    pub refused: Vec<Refused>,
    /// How long it took.
    pub seconds: f64,
}

/// An act that was not signed and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// The act's number.
    pub act: String,
    /// The code of spec 2.7.
    pub code: &'static str,
    /// What it is about.
    pub detail: String,
}

/// Who signs: read from the certificate, never from what somebody says.
#[derive(Clone, Debug)]
pub(super) struct Holder {
    bin: String,
    hmac: Vec<u8>,
}

impl Holder {
    pub(super) fn new(app: &App, bin: Option<&str>, iin: Option<&str>) -> Result<Self, Refusal> {
        let wrong = |words| Refusal::new("signature.wrong_certificate", words);
        let bin = bin.ok_or_else(|| wrong("the certificate names no organisation"))?.to_owned();
        let iin = iin.ok_or_else(|| wrong("the certificate names no person"))?;
        Ok(Self { bin, hmac: app.secrets.lookup(iin).1 })
    }

    pub(super) fn actor(&self, app: &App, side: Side, scope: Scope) -> Actor {
        let (organisation, person) = (self.bin.clone(), hex(&self.hmac));
        Actor { role: side.role(), organisation, person, request: app.clock.id(), scope }
    }
}

/// A signature over an act that was found right.
pub(super) struct Checked {
    act: Act,
    holder: Holder,
    algorithm: String,
    cms: Vec<u8>,
    evidence: serde_json::Value,
}

/// Signs every act of the month that is the certificate holder's to sign, in chunks of whole acts.
///
/// # Errors
/// As [`Signing::open`]; faults. Acts refused stand in the answer.
pub async fn sign(app: &App, order: Sign, progress: &Progress) -> Result<Signed> {
    let started = Instant::now();
    let signing = Signing::open(app, &order).await?;
    let chunk = async |chunk| signing.accept_chunk(signing.make_chunk(chunk).await?).await;
    let mut outcomes = stream::iter(signing.chunks().into_iter().map(chunk)).buffered(CHUNKS_AT_ONCE);
    let mut sum = Outcome::default();
    let mut done = 0_usize;
    progress.at("sign", 0, signing.acts.len());
    while let Some(one) = outcomes.try_next().await? {
        done = done.saturating_add(one.seen);
        sum = sum.plus(one);
        progress.at("sign", done, signing.acts.len());
    }
    Ok(signing.told(sum, started))
}

/// A holder's signatures of a month in two steps, so that each can be told apart: [`sign`] takes both chunk by chunk.
pub struct Signing<'a> {
    batch: Batch<'a>,
    key: Arc<SigningKey>,
    acts: Vec<(i16, Uuid)>,
}

/// Signatures made and checked, not yet accepted.
pub struct Made {
    region: i16,
    seen: usize,
    outcome: Outcome,
    checked: Vec<Checked>,
}

impl<'a> Signing<'a> {
    /// Reads the key and which acts are its holder's to sign.
    ///
    /// # Errors
    /// `signature.invalid` when the bundle is no key; `signature.wrong_certificate` when it names no organisation or person;
    /// `access.denied`; faults.
    pub async fn open(app: &'a App, order: &Sign) -> Result<Self> {
        let key = SigningKey::from_pem(&order.key_pem)
            .map_err(|error| Refusal::new("signature.invalid", error.to_string()))?;
        let holder = Holder::new(app, key.certificate().bin(), key.certificate().iin())?;
        access::require(app, &holder.actor(app, order.side, Scope::National), order.side.action()).await?;
        let judge = Arc::new(Judge::open(app)?);
        let tx = app.begin(&holder.actor(app, order.side, Scope::National), "acts.read", 0).await?;
        let acts = store::list_to_sign(&tx, order.side, order.month, &holder.bin).await?;
        if acts.is_empty() && !store::is_party(&tx, order.side, &holder.bin).await? {
            let detail =
                format!("{} is no {} of the registry", holder.bin, order.side.action().trim_start_matches("sign."));
            return refuse("signature.wrong_certificate", detail);
        }
        tx.commit().await?;
        let batch = Batch { app, side: order.side, month: order.month, judge, holder };
        Ok(Self { batch, key: Arc::new(key), acts })
    }

    fn chunks(&self) -> Vec<&[(i16, Uuid)]> {
        self.acts.chunk_by(|one, next| one.0 == next.0).flat_map(|region| region.chunks(CHUNK_ACTS)).collect()
    }

    /// Makes and checks all signatures outside any transaction.
    ///
    /// # Errors
    /// Faults.
    pub async fn make(&self) -> Result<Vec<Made>> {
        let made = stream::iter(self.chunks().into_iter().map(|chunk| self.make_chunk(chunk)));
        made.buffered(CHUNKS_AT_ONCE).try_collect().await
    }

    /// Records them, moves the acts on and, for the issuer, posts the write-offs.
    ///
    /// # Errors
    /// Faults. Acts refused stand in the answer.
    pub async fn accept(&self, made: Vec<Made>) -> Result<Signed> {
        let started = Instant::now();
        let outcomes = stream::iter(made.into_iter().map(|made| self.accept_chunk(made))).buffered(CHUNKS_AT_ONCE);
        let sum = outcomes.try_fold(Outcome::default(), async |sum, one| Ok(sum.plus(one))).await?;
        Ok(self.told(sum, started))
    }

    async fn make_chunk(&self, chunk: &[(i16, Uuid)]) -> Result<Made> {
        self.batch.make(&self.key, chunk).await
    }

    async fn accept_chunk(&self, made: Made) -> Result<Outcome> {
        let accepted = self.batch.accept(made.region, made.checked).await?;
        Ok(Outcome { seen: made.seen, ..made.outcome.plus(accepted) })
    }

    fn told(&self, sum: Outcome, started: Instant) -> Signed {
        Signed {
            month: self.batch.month.strftime("%Y-%m").to_string(),
            side: self.batch.side,
            acts: sum.acts,
            total: sum.total,
            refused: sum.refused,
            seconds: started.elapsed().as_secs_f64(),
        }
    }
}

impl Passed {
    pub(super) fn held(self, holder: &Holder) -> Checked {
        let Self { mut act, algorithm, cms, evidence, .. } = self;
        // The bytes have been checked: what follows needs only what they say.
        act.xml = Vec::new();
        Checked { act, holder: holder.clone(), algorithm, cms, evidence }
    }
}

/// What came of a chunk.
#[derive(Default)]
pub(super) struct Outcome {
    seen: usize,
    acts: usize,
    total: i64,
    pub(super) refused: Vec<Refused>,
}

impl Outcome {
    fn plus(mut self, other: Self) -> Self {
        self.acts = self.acts.saturating_add(other.acts);
        self.total = self.total.saturating_add(other.total);
        self.refused.extend(other.refused);
        self
    }

    fn take(&mut self, act: &Act) {
        self.acts = self.acts.saturating_add(1);
        self.total = self.total.saturating_add(act.total);
    }

    fn refuse(&mut self, act: &Act, refusal: Refusal) {
        self.refused.push(Refused { act: act.number.clone(), code: refusal.code, detail: refusal.detail });
    }
}

/// One holder's signatures of a month.
pub(super) struct Batch<'a> {
    pub(super) app: &'a App,
    pub(super) side: Side,
    pub(super) month: Date,
    pub(super) judge: Arc<Judge>,
    pub(super) holder: Holder,
}

impl Batch<'_> {
    fn actor(&self, region: i16) -> Actor {
        self.holder.actor(self.app, self.side, Scope::Regions(vec![region]))
    }

    async fn make(&self, key: &Arc<SigningKey>, chunk: &[(i16, Uuid)]) -> Result<Made> {
        let region = chunk.first().map_or(0, |(region, _)| *region);
        let ids: Vec<Uuid> = chunk.iter().map(|(_, id)| *id).collect();
        let tx = self.app.begin(&self.actor(region), "acts.read", region).await?;
        let acts = store::list_acts(&tx, region, self.month, &ids).await?;
        let standings = store::list_standings(&tx, region, self.month, &ids).await?;
        tx.commit().await?;
        let standings: HashMap<Uuid, Standing> = standings.into_iter().map(|one| (one.id, one)).collect();
        let mut outcome = Outcome::default();
        let (mut to_sign, mut checked) = (Vec::with_capacity(acts.len()), Vec::with_capacity(acts.len()));
        for act in acts {
            match standings.get(&act.id).map(|standing| self.judge_standing(&act, standing)) {
                Some(Ok(true)) | None => to_sign.push(act),
                Some(Ok(false)) => outcome.take(&act),
                Some(Err(refusal)) => outcome.refuse(&act, refusal),
            }
        }
        let (side, judge, key) = (self.side, Arc::clone(&self.judge), Arc::clone(key));
        let times: Vec<Timestamp> = to_sign.iter().map(|_| self.app.clock.now()).collect();
        let at = self.app.clock.now();
        let made = tokio::task::spawn_blocking(move || {
            let one = |(act, time): (Act, Timestamp)| match eds::cms::sign(&act.xml, &key, false, time) {
                Ok(cms) => (act.clone(), judge.check(side, act, cms, at)),
                Err(error) => (act, Err(Refusal::new("signature.invalid", error.to_string()))),
            };
            to_sign.into_iter().zip(times).map(one).collect::<Vec<_>>()
        });
        for (act, made) in made.await.map_err(anyhow::Error::from)? {
            match made {
                Ok(passed) => checked.push(passed.held(&self.holder)),
                Err(refusal) => outcome.refuse(&act, refusal),
            }
        }
        Ok(Made { region, seen: chunk.len(), outcome, checked })
    }

    /// Whether the act is still to be signed by this person; `false` when it carries the signature already.
    fn judge_standing(&self, act: &Act, standing: &Standing) -> Result<bool, Refusal> {
        let (own, other) = match self.side {
            Side::Performer => (&standing.performer_signer, &standing.issuer_signer),
            Side::Issuer => (&standing.issuer_signer, &standing.performer_signer),
        };
        match own {
            Some(signer) if *signer == self.holder.hmac => return Ok(false),
            Some(_) => return Err(Refusal::new("act.already_signed", "another person has signed for this side")),
            None => {}
        }
        if standing.state != self.side.states().0 {
            return Err(Refusal::new("act.stale", format!("the act is {}", standing.state)));
        }
        if standing.version != act.version {
            return Err(Refusal::new("act.stale", "a newer version of the act was made"));
        }
        self.judge_qr_share(act)?;
        let prepared = act.prepared_by.contains(&hex(&self.holder.hmac));
        if prepared || other.as_ref() == Some(&self.holder.hmac) {
            return Err(Refusal::new(
                "act.four_eyes",
                "the same person has prepared or signed the act for the other side",
            ));
        }
        Ok(true)
    }

    /// Whether enough student-days of the month were recorded by QR where the programme's terms ask for a share (spec 3.7); an act that
    /// only adjusts earlier months is not tested.
    fn judge_qr_share(&self, act: &Act) -> Result<(), Refusal> {
        let terms = self.app.pack().terms_on(&act.programme, self.month.last_of_month());
        let required = terms.map_or(0, |terms| terms.qr_share_bp);
        let (enrolled, by_qr) = act.student_days;
        if required == 0 || enrolled == 0 || act.untested {
            return Ok(());
        }
        let share = law::qr_share::qr_share(enrolled.into(), by_qr.into(), required.into())
            .map_err(|refusal| Refusal::new(refusal.code(), act.number.clone()))?;
        if share.meets {
            return Ok(());
        }
        let words = format!("{by_qr} of {enrolled} student-days by QR, {} of {required} basis points", share.share_bp);
        Err(Refusal::new("qr.below_share", words))
    }

    /// Records right signatures, moves the acts on and, for the issuer, posts: one transaction.
    pub(super) async fn accept(&self, region: i16, checked: Vec<Checked>) -> Result<Outcome> {
        let mut outcome = Outcome::default();
        if checked.is_empty() {
            return Ok(outcome);
        }
        let mut tx = self.app.begin(&self.actor(region), self.side.entry(), region).await?;
        let performers = Vec::from_iter(checked.iter().map(|one| one.act.performer_id).collect::<BTreeSet<_>>());
        let ids: Vec<Uuid> = checked.iter().map(|one| one.act.id).collect();
        let epochs: HashMap<Uuid, i64> =
            parties::lock_performers(&mut tx, region, &performers).await?.into_iter().collect();
        let standings = store::list_standings(&tx, region, self.month, &ids).await?;
        let standings: HashMap<Uuid, Standing> = standings.into_iter().map(|one| (one.id, one)).collect();
        let disputed = match self.side {
            Side::Performer => attendance::unanswered(&tx, (region, self.month), &performers).await?,
            Side::Issuer => HashMap::new(),
        };
        let mut taken = Vec::with_capacity(checked.len());
        for one in checked {
            let Some(standing) = standings.get(&one.act.id) else { continue };
            match self.judge_standing(&one.act, standing) {
                Ok(true) if disputed.contains_key(&one.act.performer_id) => {
                    outcome.refuse(&one.act, Refusal::new("dispute.open", "answer the disputed days first"));
                }
                Ok(true)
                    if self.side == Side::Performer && epochs.get(&one.act.performer_id) != Some(&standing.epoch) =>
                {
                    let words = "contracts or attendance have changed since the act was made: close the month again";
                    outcome.refuse(&one.act, Refusal::new("act.stale", words));
                }
                Ok(true) => taken.push(one),
                Ok(false) => outcome.take(&one.act),
                Err(refusal) => outcome.refuse(&one.act, refusal),
            }
        }
        if self.side == Side::Issuer {
            let acts: Vec<&Act> = taken.iter().map(|one| &one.act).collect();
            let mut unpaid: HashMap<Uuid, Refusal> =
                write_off::post(&mut tx, region, self.month, &acts).await?.into_iter().collect();
            taken.retain(|one| match unpaid.remove(&one.act.id) {
                Some(refusal) => {
                    outcome.refuse(&one.act, refusal);
                    false
                }
                None => true,
            });
        }
        self.save(&mut tx, region, taken, &mut outcome).await?;
        fail::fail_point!("sign-before-commit", |_| Err(anyhow::anyhow!("fail point sign-before-commit").into()));
        tx.commit().await?;
        fail::fail_point!("sign-after-commit", |_| Err(anyhow::anyhow!("fail point sign-after-commit").into()));
        Ok(outcome)
    }

    async fn save(
        &self,
        tx: &mut crate::platform::Tx<'_>,
        region: i16,
        mut taken: Vec<Checked>,
        outcome: &mut Outcome,
    ) -> Result<()> {
        taken.sort_unstable_by_key(|one| one.act.id);
        let mut ids = Vec::with_capacity(taken.len());
        let mut signatures = Vec::with_capacity(taken.len());
        for one in taken {
            outcome.take(&one.act);
            ids.push(one.act.id);
            signatures.push(ActSignature {
                region,
                month: self.month,
                act_id: one.act.id,
                version: one.act.version,
                side: self.side.code().to_owned(),
                signer_hmac: one.holder.hmac,
                bin: one.holder.bin,
                algorithm: one.algorithm,
                cms: one.cms,
                evidence: one.evidence,
            });
        }
        tx.record(&signatures).await?;
        store::save_states(tx, region, self.month, &ids, self.side.states().1).await
    }
}

//! Who acts and how far they see.

use std::fmt;

use uuid::Uuid;

/// A role of spec 1.2, plus the registry's own machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Publishes budgets, issues vouchers, signs acts.
    Issuer,
    /// Rates and payment orders.
    Operator,
    /// Keeps the accounts and the journal; the console acts as this role.
    Registrar,
    /// A kindergarten, school, college or circle.
    Performer,
    /// The ministry: reads what it answers for.
    Authority,
    /// A parent or guardian, or a student: reads what is theirs.
    Beneficiary,
    /// Reads under a mandate.
    Auditor,
    /// Anybody, without signing in: figures and places, never a person's row.
    Public,
}

impl Role {
    /// All roles, as the access matrix spells them.
    pub const ALL: [Self; 8] = [
        Self::Issuer,
        Self::Operator,
        Self::Registrar,
        Self::Performer,
        Self::Authority,
        Self::Beneficiary,
        Self::Auditor,
        Self::Public,
    ];

    /// The code of spec 1.2.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Issuer => "issuer",
            Self::Operator => "operator",
            Self::Registrar => "registrar",
            Self::Performer => "performer",
            Self::Authority => "authority",
            Self::Beneficiary => "beneficiary",
            Self::Auditor => "auditor",
            Self::Public => "public",
        }
    }

    /// The role of a code.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// How far a transaction sees: row-level security holds it to this, whatever the statement says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Every region.
    National,
    /// The regions named.
    Regions(Vec<i16>),
    /// The programmes named, in the regions named (none: the nation): an auditor under such a mandate.
    Programmes {
        /// Codes of regions.
        regions: Vec<i16>,
        /// Codes of programmes, one at least.
        programmes: Vec<String>,
    },
    /// What is a performer's or a person's own, read through the database role `qazyna_reader`: nothing can be written.
    Own {
        /// Performers, each with its region: an organisation is one in every region and programme it is admitted to.
        parties: Vec<(i16, Uuid)>,
        /// Persons, each with its bucket: oneself and one's children.
        persons: Vec<(i16, Uuid)>,
    },
}

impl Scope {
    /// The regions it is held to, if it is held to regions.
    #[must_use]
    pub fn regions(&self) -> Option<&[i16]> {
        match self {
            Self::Regions(regions) => Some(regions),
            Self::Programmes { regions, .. } if !regions.is_empty() => Some(regions),
            Self::National | Self::Programmes { .. } | Self::Own { .. } => None,
        }
    }

    /// The programmes it is held to; empty for all.
    #[must_use]
    pub fn programmes(&self) -> &[String] {
        if let Self::Programmes { programmes, .. } = self { programmes } else { &[] }
    }
}

/// Who acts: written into the journal entry of the transaction.
#[derive(Clone)]
pub struct Actor {
    /// In which role.
    pub role: Role,
    /// For whom: a BIN.
    pub organisation: String,
    /// The keyed hash of the person's IIN in hex, or `console` for the operator of the machine.
    pub person: String,
    /// The request this belongs to.
    pub request: Uuid,
    /// How far it sees.
    pub scope: Scope,
}

impl Actor {
    /// The operator of the machine at the command line, acting for the registrar.
    #[must_use]
    pub fn console(request: Uuid) -> Self {
        Self {
            role: Role::Registrar,
            organisation: String::new(),
            person: "console".to_owned(),
            request,
            scope: Scope::National,
        }
    }

    /// The region that something of this actor's own is kept under: the first it acts in, else the nation's (0).
    #[must_use]
    pub fn home(&self) -> i16 {
        self.scope.regions().and_then(|regions| regions.first().copied()).unwrap_or_default()
    }

    /// Whether the actor may bring what is an organisation's: a performer brings its own alone, an issuer publishes its own alone.
    #[must_use]
    pub fn may_speak_for(&self, bin: &str) -> bool {
        !matches!(self.role, Role::Performer | Role::Issuer) || self.organisation == bin
    }

    /// Whether a row of this region may be the actor's to bring.
    #[must_use]
    pub fn reaches(&self, region: i16) -> bool {
        self.scope.regions().is_none_or(|regions| regions.contains(&region))
    }

    /// Somebody who has not signed in. The scope is national; what may be asked at all is the matrix's: figures, never a person's row.
    #[must_use]
    pub fn public(request: Uuid) -> Self {
        Self {
            role: Role::Public,
            organisation: String::new(),
            person: "public".to_owned(),
            request,
            scope: Scope::National,
        }
    }

    /// The same person in the same capacity with another scope: for a use case that has checked what it may touch.
    #[must_use]
    pub fn with_scope(&self, scope: Scope) -> Self {
        Self { scope, ..self.clone() }
    }

    /// The text of the journal: role, organisation, person and request.
    #[must_use]
    pub fn journal(&self) -> String {
        format!("{}/{}/{}/{}", self.role.code(), self.organisation, self.person, self.request)
    }
}

impl fmt::Debug for Actor {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Actor({} of {}, {})", self.role.code(), self.organisation, self.request)
    }
}

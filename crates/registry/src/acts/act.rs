//! The act: its states and how they follow one another (spec 6.1).

/// Where an act stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Made by a close; made again while nobody has signed.
    Draft,
    /// The performer has signed its declaration.
    PerformerSigned,
    /// The issuer has signed: written off.
    IssuerSigned,
    /// An electronic invoice is attached.
    Invoiced,
    /// Listed in a register of acts.
    InRegister,
    /// A payment order was made.
    Ordered,
    /// The statement confirmed the order.
    Paid,
    /// Given back with remarks by the issuer.
    Returned,
}

impl State {
    /// All states in the order of an act's life.
    pub const ALL: [Self; 8] = [
        Self::Draft,
        Self::PerformerSigned,
        Self::IssuerSigned,
        Self::Invoiced,
        Self::InRegister,
        Self::Ordered,
        Self::Paid,
        Self::Returned,
    ];

    /// The word in data.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::PerformerSigned => "performer_signed",
            Self::IssuerSigned => "issuer_signed",
            Self::Invoiced => "invoiced",
            Self::InRegister => "in_register",
            Self::Ordered => "ordered",
            Self::Paid => "paid",
            Self::Returned => "returned",
        }
    }

    /// Reads the word of data.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether an act may go from this state to another.
    #[must_use]
    pub fn may_become(self, next: Self) -> bool {
        match self {
            Self::Draft => matches!(next, Self::Draft | Self::PerformerSigned),
            Self::PerformerSigned => matches!(next, Self::IssuerSigned | Self::Returned),
            Self::IssuerSigned => next == Self::Invoiced,
            Self::Invoiced => next == Self::InRegister,
            Self::InRegister => next == Self::Ordered,
            Self::Ordered => next == Self::Paid,
            Self::Paid => false,
            Self::Returned => next == Self::Draft,
        }
    }

    /// Whether a close may make the act anew: nobody's signature stands under it.
    #[must_use]
    pub fn is_open(self) -> bool {
        self.may_become(Self::Draft)
    }

    /// Whether the issuer's signature has written it off.
    #[must_use]
    pub fn is_written_off(self) -> bool {
        match self {
            Self::Draft | Self::PerformerSigned | Self::Returned => false,
            Self::IssuerSigned | Self::Invoiced | Self::InRegister | Self::Ordered | Self::Paid => true,
        }
    }
}

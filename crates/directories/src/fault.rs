//! Why a server's directory cannot be used.

/// What a server is tried for, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Its name has an address.
    Name,
    /// Somebody listens at the port.
    Port,
    /// Its certificate is trusted. Not tried in the clear.
    Tls,
    /// It lets us in.
    Credentials,
    /// We may read and write there what has to be.
    Rights,
    /// The tables are ours, and of a version that is known here.
    Schema,
}

impl Step {
    /// All of them, in order.
    pub const ALL: &[Self] = &[
        Self::Name,
        Self::Port,
        Self::Tls,
        Self::Credentials,
        Self::Rights,
        Self::Schema,
    ];
}

/// What went wrong, and what the server itself said about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind:?}")]
pub struct ConnectionFault {
    /// What went wrong.
    pub kind: FaultKind,
    /// Where: `db.example.com:5432`; of several hosts the one whose fault says most.
    pub host: String,
    /// The server's own words: one line, without a secret.
    pub said: Option<String>,
}

/// Declares the kinds once: variant, code, the step at which it shows.
macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $code:literal, $step:ident;)*) => {
        /// What went wrong.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum FaultKind { $($(#[$doc])* $variant,)* }

        impl FaultKind {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// As the log has it.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The step at which it shows.
            pub const fn step(self) -> Step {
                match self { $(Self::$variant => Step::$step,)* }
            }
        }
    };
}

kinds! {
    /// The server's name has no address.
    NameUnknown = "name_unknown", Name;
    /// Nobody listens at the port.
    Refused = "refused", Port;
    /// No answer in time: a firewall, a network that is cut, a server that hangs.
    NoAnswer = "no_answer", Port;
    /// The connection ended while we signed in.
    Cut = "cut", Port;
    /// The server starts, stops or recovers, and takes nobody yet.
    NotReady = "not_ready", Port;
    /// What answers does not speak PostgreSQL's protocol.
    Nonsense = "nonsense", Port;
    /// The server offers no TLS.
    NoTls = "no_tls", Tls;
    /// Nobody we trust vouches for the server's certificate.
    Untrusted = "untrusted", Tls;
    /// The server's certificate is of another host.
    OtherHost = "other_host", Tls;
    /// The server's certificate has expired, or is not valid yet.
    Expired = "expired", Tls;
    /// TLS failed in another way; a refused certificate of ours is among them.
    TlsFailed = "tls_failed", Tls;
    /// The own authority of the settings is no certificate.
    AuthorityInvalid = "authority_invalid", Tls;
    /// The certificate that we show, or its key, is none, or they do not belong together.
    CertificateInvalid = "certificate_invalid", Tls;
    /// User or password is wrong.
    Credentials = "credentials", Credentials;
    /// The server's rules (`pg_hba.conf`) let this user in from here in no way, or not in this one.
    NotAdmitted = "not_admitted", Credentials;
    /// No connection is left.
    ServerFull = "server_full", Credentials;
    /// There is no such database.
    DatabaseUnknown = "database_unknown", Rights;
    /// Every server only follows another: none may be written to.
    ReadOnly = "read_only", Rights;
    /// The user may not do there what has to be done.
    NoRights = "no_rights", Rights;
    /// A newer Frontdesk made the tables.
    NewerSchema = "newer_schema", Schema;
    /// The tables are not those of Frontdesk, or were changed.
    ForeignSchema = "foreign_schema", Schema;
    /// A directory is being copied there, and is not whole yet.
    Copying = "copying", Schema;
    /// Anything else that the server refused.
    Unexpected = "unexpected", Schema;
}

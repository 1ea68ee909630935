//! Which certificates are trusted: those that the system trusts, and those of an organisation's own authority.

use std::sync::Arc;

use rustls::{
    ClientConfig, RootCertStore,
    crypto::{CryptoProvider, ring},
    pki_types::{CertificateDer, pem::PemObject},
};
use rustls_platform_verifier::Verifier;

/// The authorities that are trusted besides the system's; none by default. There is nothing that trusts everybody.
#[derive(Debug, Clone, Default)]
pub struct Authorities(Vec<CertificateDer<'static>>);

/// A file of certificates that cannot be read, or holds none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no certificates of an authority")]
pub struct NoCertificates;

impl Authorities {
    /// Reads certificates in PEM.
    pub fn from_pem(pem: &[u8]) -> Result<Self, NoCertificates> {
        let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
        let certificates = certificates.map_err(|_| NoCertificates)?;
        let mut store = RootCertStore::empty();
        for certificate in &certificates {
            store.add(certificate.clone()).map_err(|_| NoCertificates)?;
        }
        let some = !certificates.is_empty();
        some.then_some(Self(certificates)).ok_or(NoCertificates)
    }
}

/// How TLS is spoken: 1.2 or 1.3, with the chain and the host name checked.
pub fn client(authorities: &Authorities) -> Result<ClientConfig, rustls::Error> {
    let provider = Arc::new(ring::default_provider());
    let config =
        ClientConfig::builder_with_provider(Arc::clone(&provider)).with_safe_default_protocol_versions()?;
    // A computer without any authorities trusts nobody, and still reaches what needs no TLS.
    Ok(match verifier(authorities, provider) {
        Ok(verifier) => config
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier)),
        Err(_) => config.with_root_certificates(RootCertStore::empty()),
    }
    .with_no_client_auth())
}

fn verifier(authorities: &Authorities, provider: Arc<CryptoProvider>) -> Result<Verifier, rustls::Error> {
    Verifier::new_with_extra_roots(authorities.0.iter().cloned(), provider)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_no_certificate_is_no_authority() {
        let torn = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        for bad in [b"".as_slice(), b"no certificate", torn] {
            assert!(Authorities::from_pem(bad).is_err());
        }
    }
}

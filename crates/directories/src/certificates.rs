//! Certificates and keys in PEM, looked at before a server sees them.

use std::sync::Arc;

use rustls::{
    ClientConfig, RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
};

/// It is none, or not what it is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Invalid;

/// The certificates of an authority: at least one.
pub(crate) fn authority(pem: &str) -> Result<RootCertStore, Invalid> {
    let mut store = RootCertStore::empty();
    for certificate in chain(pem)? {
        store.add(certificate).map_err(|_| Invalid)?;
    }
    Ok(store)
}

/// A certificate and those that vouch for it.
pub(crate) fn chain(pem: &str) -> Result<Vec<CertificateDer<'static>>, Invalid> {
    let found = CertificateDer::pem_slice_iter(pem.as_bytes()).collect::<Result<Vec<_>, _>>();
    let found = found.map_err(|_| Invalid)?;
    let are_certificates = found
        .iter()
        .all(|certificate| rustls::server::ParsedCertificate::try_from(certificate).is_ok());
    if found.is_empty() || !are_certificates {
        return Err(Invalid);
    }
    Ok(found)
}

/// Whether a certificate and a key belong together.
pub(crate) fn belong_together(certificate: &str, key: &str) -> Result<(), Invalid> {
    let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).map_err(|_| Invalid)?;
    ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|_| Invalid)?
        .with_root_certificates(RootCertStore::empty())
        .with_client_auth_cert(chain(certificate)?, key)
        .map(drop)
        .map_err(|_| Invalid)
}

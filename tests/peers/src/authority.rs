//! An authority of the test's own that vouches for servers of this computer.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::pki_types::CertificateDer;

/// An authority of the test's own, which nobody trusts yet.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

/// What a server shows, as files in PEM.
#[derive(Debug, Clone)]
pub struct Identity {
    /// Its certificate.
    pub certificate: PathBuf,
    /// Its key.
    pub key: PathBuf,
}

impl Authority {
    /// A new one.
    pub fn new() -> io::Result<Self> {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().map_err(io::Error::other)?;
        let root = params.self_signed(&key).map_err(io::Error::other)?;
        Ok(Self {
            pem: root.pem(),
            issuer: Issuer::new(params, key),
        })
    }

    /// Its own certificate in PEM: what to trust.
    pub fn pem(&self) -> &str {
        &self.pem
    }

    /// Vouches for a server of this name, in files of a folder.
    pub fn vouch_for(&self, name: &str, folder: &Path) -> io::Result<Identity> {
        let (certificate, key) = self.certificate(name, false)?;
        let identity = Identity {
            certificate: folder.join(format!("{name}.pem")),
            key: folder.join(format!("{name}.key")),
        };
        fs::write(&identity.certificate, certificate.pem())?;
        fs::write(&identity.key, key.serialize_pem())?;
        Ok(identity)
    }

    /// Vouches for a server of this name, now or until a day long past: certificate and key.
    pub(crate) fn vouch(&self, name: &str, expired: bool) -> io::Result<(CertificateDer<'static>, KeyPair)> {
        let (certificate, key) = self.certificate(name, expired)?;
        Ok((certificate.der().clone(), key))
    }

    fn certificate(&self, name: &str, expired: bool) -> io::Result<(rcgen::Certificate, KeyPair)> {
        let mut params = CertificateParams::new([name.to_owned()]).map_err(io::Error::other)?;
        if expired {
            params.not_before = date_time_ymd(2000, 1, 1);
            params.not_after = date_time_ymd(2001, 1, 1);
        }
        let key = KeyPair::generate().map_err(io::Error::other)?;
        let certificate = params.signed_by(&key, &self.issuer).map_err(io::Error::other)?;
        Ok((certificate, key))
    }
}

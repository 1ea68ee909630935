//! An authority of the test's own that vouches for servers of this computer.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyPair, date_time_ymd,
};
use rustls::pki_types::CertificateDer;

/// An authority of the test's own, which nobody trusts yet.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

/// What the certificate of a server says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certificate {
    /// What it should.
    Good,
    /// Another host name.
    OtherHost,
    /// A day long past.
    Expired,
}

/// What a server or a client shows, as files in PEM.
#[derive(Debug, Clone)]
pub struct Identity {
    /// Its certificate.
    pub certificate: PathBuf,
    /// Its key.
    pub key: PathBuf,
}

impl Authority {
    /// A new one, with a name of its own: not one that is taken for another and found to sign wrongly.
    pub fn new() -> io::Result<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let mut params = CertificateParams::default();
        params.distinguished_name = name(&format!("Authority {number} of the tests"));
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
        self.identity(name, &[name], false, folder)
    }

    /// Vouches for a server of these names, in files of a folder that are called so.
    pub(crate) fn identity(
        &self,
        file: &str,
        names: &[&str],
        expired: bool,
        folder: &Path,
    ) -> io::Result<Identity> {
        let (certificate, key) = self.certificate(names, expired)?;
        let identity = Identity {
            certificate: folder.join(format!("{file}.pem")),
            key: folder.join(format!("{file}.key")),
        };
        fs::write(&identity.certificate, certificate.pem())?;
        fs::write(&identity.key, key.serialize_pem())?;
        Ok(identity)
    }

    /// Vouches for a server of this name, now or until a day long past: certificate and key.
    pub(crate) fn vouch(&self, name: &str, expired: bool) -> io::Result<(CertificateDer<'static>, KeyPair)> {
        let (certificate, key) = self.certificate(&[name], expired)?;
        Ok((certificate.der().clone(), key))
    }

    fn certificate(&self, names: &[&str], expired: bool) -> io::Result<(rcgen::Certificate, KeyPair)> {
        let hosts: Vec<_> = names.iter().map(|&name| name.to_owned()).collect();
        let mut params = CertificateParams::new(hosts).map_err(io::Error::other)?;
        params.distinguished_name = name(names.first().copied().unwrap_or_default());
        if expired {
            params.not_before = date_time_ymd(2000, 1, 1);
            params.not_after = date_time_ymd(2001, 1, 1);
        }
        let key = KeyPair::generate().map_err(io::Error::other)?;
        let certificate = params.signed_by(&key, &self.issuer).map_err(io::Error::other)?;
        Ok((certificate, key))
    }
}

fn name(common_name: &str) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    name.push(DnType::CommonName, common_name);
    name
}

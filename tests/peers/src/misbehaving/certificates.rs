//! How a server speaks TLS, with a good certificate or a bad one.

use std::{io, sync::Arc};

use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
};

use crate::authority::{Authority, Certificate};

/// How a server at 127.0.0.1 speaks TLS with such a certificate, and the authority behind it in PEM.
pub(super) fn server(certificate: Certificate) -> io::Result<(Arc<ServerConfig>, String)> {
    let authority = Authority::new()?;
    let host = if certificate == Certificate::OtherHost {
        "elsewhere.example"
    } else {
        "127.0.0.1"
    };
    let (shown, key) = authority.vouch(host, certificate == Certificate::Expired)?;
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(vec![shown], key))
        .map_err(io::Error::other)?;
    Ok((Arc::new(config), authority.pem().to_owned()))
}

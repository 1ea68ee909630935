//! The connection under the link: TCP, and TLS from the first octet.

use std::{io, sync::Arc};

use accounts::sms::{SmppGateway, SmsFault, SmsFaultKind};
use rustls::{Error, pki_types::ServerName};
use tokio::net::TcpStream;
use tokio_rustls::{TlsConnector, client::TlsStream};

use crate::tls::{self, Authorities};

/// A connection that stands.
pub enum Dialled {
    /// For all to read on its way.
    Plain(TcpStream),
    /// TLS 1.2 or later, with the host's name checked.
    Tls(Box<TlsStream<TcpStream>>),
}

/// Connects, and speaks TLS where the settings say so.
pub async fn dial(settings: &SmppGateway, authorities: &Authorities) -> Result<Dialled, SmsFault> {
    let stream = TcpStream::connect((settings.host.as_str(), settings.port)).await;
    let stream = stream.map_err(|_| SmsFaultKind::Unreachable)?;
    // Operations are small and each is waited for. Where the system does not take it, they are merely slower.
    let _ = stream.set_nodelay(true);
    if !settings.tls {
        return Ok(Dialled::Plain(stream));
    }
    let name = ServerName::try_from(settings.host.clone()).map_err(|_| SmsFaultKind::Unreachable)?;
    let config = tls::client(authorities).map_err(|error| untrusted(&error))?;
    let connector = TlsConnector::from(Arc::new(config));
    let stream = connector
        .connect(name, stream)
        .await
        .map_err(|error| distrust(&error))?;
    Ok(Dialled::Tls(Box::new(stream)))
}

/// A connection that fails under TLS is not reached; one whose TLS fails is not trusted.
fn distrust(error: &io::Error) -> SmsFault {
    let cause = error.get_ref().and_then(|cause| cause.downcast_ref::<Error>());
    cause.map_or_else(|| SmsFaultKind::Unreachable.into(), untrusted)
}

fn untrusted(error: &Error) -> SmsFault {
    SmsFault::said(SmsFaultKind::Untrusted, &error.to_string(), None, None)
}

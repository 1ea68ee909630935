//! What answers at a port and is no PostgreSQL, or one of few words.

use std::{
    io::{Read as _, Write as _},
    net::{Ipv4Addr, Shutdown, TcpListener},
    thread,
};

use directories::Host;
use tokio::net::TcpSocket;

fn at(listener: &TcpListener) -> Host {
    Host {
        name: "127.0.0.1".to_owned(),
        port: listener.local_addr().expect("an address").port(),
    }
}

fn listener() -> TcpListener {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port")
}

/// Nobody listens there, and nobody can begin to until it is dropped.
pub fn nobody() -> (TcpSocket, Host) {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.bind((Ipv4Addr::LOCALHOST, 0).into()).expect("a port");
    let host = Host {
        name: "127.0.0.1".to_owned(),
        port: socket.local_addr().expect("an address").port(),
    };
    (socket, host)
}

/// Takes connections and says nothing, until it is dropped.
pub fn silent() -> (TcpListener, Host) {
    let listener = listener();
    let host = at(&listener);
    (listener, host)
}

/// Answers whatever is said with these octets, and closes.
pub fn answering(octets: Vec<u8>) -> Host {
    let listener = listener();
    let host = at(&listener);
    thread::spawn(move || {
        for connection in listener.incoming() {
            let mut connection = connection.expect("a connection");
            let _ = connection.read(&mut [0; 1_024]);
            let _ = connection.write_all(&octets);
            let _ = connection.shutdown(Shutdown::Write);
            // What is yet to be read would make the end a reset.
            let _ = connection.read_to_end(&mut Vec::new());
        }
    });
    host
}

/// An error as PostgreSQL says it.
pub fn error(code: &str, message: &str) -> Vec<u8> {
    let fields = format!("SFATAL\0VFATAL\0C{code}\0M{message}\0\0");
    let length = u32::try_from(fields.len() + 4).expect("short");
    [b"E".as_slice(), &length.to_be_bytes(), fields.as_bytes()].concat()
}

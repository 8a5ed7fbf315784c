// SPDX-License-Identifier: EUPL-1.2
//! Where votum listens and under which address people reach it: `[server]`.

use std::net::{Ipv4Addr, SocketAddr};

use url::Url;

use super::super::fault::quote;
use super::super::table::Table;
use super::super::value::Value;

/// Where votum listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// For hooks, register and interface.
    pub listen: SocketAddr,
    /// For metrics and the outbox page.
    pub admin_listen: SocketAddr,
    /// The address under which people and forges reach it.
    pub public_url: Url,
}

/// Reads `[server]`.
pub(super) fn read(mut table: Table<'_>) -> Server {
    let home = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let listen = table.read("listen", address).unwrap_or_else(|| home(8080));
    let admin_listen = table.read("admin_listen", |value| {
        let address = address(value)?;
        if !address.ip().is_loopback() {
            value.warn(format!("metrics and the outbox page can be reached from outside at {address}."));
        }
        Some(address)
    });
    let admin_listen = admin_listen.unwrap_or_else(|| home(9090));
    if listen == admin_listen && listen.port() != 0 {
        table.fault("admin_listen", format!("{listen} is taken by listen"), "choose another port");
    }
    let public_url = table.read("public_url", |value| {
        let url = web_address(value)?;
        if url.scheme() == "http" && !is_local(&url) {
            value.warn("people and forges would reach votum without encryption.");
        }
        Some(url)
    });
    table.end();
    let standard = || Url::parse(&format!("http://{listen}")).expect("a socket's address makes a web address");
    Server { listen, admin_listen, public_url: public_url.unwrap_or_else(standard) }
}

/// Reads an address of the web, `http` or `https`; one that carries a password is not shown.
pub(super) fn web_address(value: &Value<'_>) -> Option<Url> {
    let Some(text) = value.raw_text().map(str::trim) else { return value.wrong("an address in quotes") };
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    let Some(url) = url else {
        let shown = if text.contains('@') { "is".to_owned() } else { format!("{} is", quote(text)) };
        value.fault(
            format!("{shown} not an address of the web"),
            "write it with its scheme, such as \"https://votum.example.org\"",
        );
        return None;
    };
    if !url.username().is_empty() || url.password().is_some() || url.query().is_some() || url.fragment().is_some() {
        value.fault("carries a name, password, query or mark", "write scheme, host and path only");
        return None;
    }
    Some(url)
}

/// Says whether an address stays on this machine.
pub(super) fn is_local(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

fn address(value: &Value<'_>) -> Option<SocketAddr> {
    let text = value.text()?;
    let address = text.parse().ok();
    if address.is_none() {
        value.fault(
            format!("{} is not an address to listen at", quote(&text)),
            "write number and port such as \"127.0.0.1:8080\" or \"[::]:8080\"",
        );
    }
    address
}

//! The address guard: no page, feed or redirect can make us ask machines that are not of the public internet.
//!
//! Names are resolved here and nowhere else, and the connection is made to the very addresses that were checked, so that
//! a name that resolves differently a moment later (DNS rebinding) gains nothing.

mod addresses;

use std::collections::HashSet;
use std::error::Error as StdError;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use thiserror::Error;
use url::{Host, Url};

pub use addresses::refused;

/// Why an address is not asked. The message says what would allow it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The host is, or resolves to, such an address.
    #[error(
        "{host} is not asked: its address {address} is {kind}. If you trust that machine, add \"{host}\" to fetch.allow_hosts in verbatim.toml"
    )]
    Address {
        /// The host of the URL.
        host: String,
        /// What it resolved to.
        address: IpAddr,
        /// What is wrong with that.
        kind: &'static str,
    },
    /// Neither http nor https.
    #[error("{0}: addresses are not read: give one that begins with http:// or https://")]
    Scheme(String),
    /// No host at all.
    #[error("the address names no host")]
    NoHost,
}

/// Decides who may be asked.
#[derive(Debug, Clone, Default)]
pub struct Guard {
    allowed: Arc<HashSet<String>>,
}

/// A host as it is compared: in lower case, in its ASCII form, addresses without brackets. `None` for what is no host.
pub fn host_name(written: &str) -> Option<String> {
    if let Ok(address) = written.parse::<IpAddr>() {
        return Some(address.to_string());
    }
    let host = Host::parse(written.trim_end_matches('.')).ok()?;
    Some(name_of(&host))
}

fn name_of<S: AsRef<str>>(host: &Host<S>) -> String {
    match host {
        Host::Domain(name) => name.as_ref().trim_end_matches('.').to_lowercase(),
        Host::Ipv4(address) => address.to_string(),
        Host::Ipv6(address) => address.to_string(),
    }
}

impl Guard {
    /// Makes a guard that lets these hosts pass whatever their addresses are; what is no host is ignored.
    pub fn new(allow_hosts: &[String]) -> Self {
        let allowed = allow_hosts
            .iter()
            .filter_map(|host| host_name(host))
            .collect();
        Self {
            allowed: Arc::new(allowed),
        }
    }

    /// Checks all of a URL that can be checked before its host is resolved.
    ///
    /// # Errors
    /// [`Refusal`] for another scheme, no host, or an address that is written out and refused.
    pub fn check(&self, url: &Url) -> Result<(), Refusal> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Refusal::Scheme(url.scheme().to_owned()));
        }
        let host = url.host().ok_or(Refusal::NoHost)?;
        let address = match host {
            Host::Domain(_) => return Ok(()),
            Host::Ipv4(address) => IpAddr::V4(address),
            Host::Ipv6(address) => IpAddr::V6(address),
        };
        self.check_address(&name_of(&host), address)
    }

    fn check_address(&self, host: &str, address: IpAddr) -> Result<(), Refusal> {
        match refused(address) {
            Some(kind) if !self.allowed.contains(host) => Err(Refusal::Address {
                host: host.to_owned(),
                address,
                kind,
            }),
            _ => Ok(()),
        }
    }

    /// Of the addresses that a name resolves to, those that may be asked. A name with one that may not be among others
    /// is asked at the others.
    ///
    /// # Errors
    /// [`Refusal`] for the first, if none may be asked. Without any address there is nothing to refuse.
    pub fn passing(
        &self,
        host: &str,
        addresses: impl IntoIterator<Item = SocketAddr>,
    ) -> Result<Vec<SocketAddr>, Refusal> {
        let host = host.trim_end_matches('.').to_lowercase();
        let (passing, refused): (Vec<_>, Vec<_>) = addresses
            .into_iter()
            .map(|address| self.check_address(&host, address.ip()).map(|()| address))
            .partition(Result::is_ok);
        match refused.into_iter().find_map(Result::err) {
            Some(refusal) if passing.is_empty() => Err(refusal),
            _ => Ok(passing.into_iter().flatten().collect()),
        }
    }
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = self.clone();
        Box::pin(async move {
            let host = name.as_str().to_owned();
            let found = tokio::net::lookup_host((host.as_str(), 0)).await?;
            let passing = guard.passing(&host, found)?;
            Ok(Box::new(passing.into_iter()) as Addrs)
        })
    }
}

/// The refusal behind an error of the HTTP client, if that is what it was.
pub fn refusal_in<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a Refusal> {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(refusal) = error.downcast_ref::<Refusal>() {
            return Some(refusal);
        }
        cause = error.source();
    }
    None
}

#[cfg(test)]
mod tests;

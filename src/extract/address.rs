//! Addresses of articles: made absolute, cleaned of what only tracks readers.

use url::Url;

/// Query keys that name a campaign or a click, not a page.
const TRACKING: [&str; 32] = [
    "fbclid",
    "gclid",
    "gclsrc",
    "dclid",
    "gbraid",
    "wbraid",
    "msclkid",
    "yclid",
    "ysclid",
    "twclid",
    "ttclid",
    "igshid",
    "igsh",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "_ga",
    "_gl",
    "_hsenc",
    "_hsmi",
    "__twitter_impression",
    "ref_src",
    "ref_url",
    "ncid",
    "cmpid",
    "ocid",
    "smid",
    "smtyp",
    "guccounter",
    "guce_referrer",
    "guce_referrer_sig",
    "xtor",
];

/// The canonical form of an http(s) address: host in lower case, no tracking parameters, no fragment, no user.
///
/// Gives nothing for what is no such address.
pub fn canonical(address: &str) -> Option<String> {
    clean(Url::parse(address.trim()).ok()?)
}

/// As [`canonical`], for an address that may be relative to another.
pub(super) fn resolve(address: &str, base: Option<&str>) -> Option<String> {
    let address = address.trim();
    if address.is_empty() {
        return None;
    }
    match base.and_then(|base| Url::parse(base.trim()).ok()) {
        Some(base) => clean(base.join(address).ok()?),
        None => canonical(address),
    }
}

fn clean(mut url: Url) -> Option<String> {
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
        return None;
    }
    url.set_fragment(None);
    let _ = url.set_username("");
    let _ = url.set_password(None);
    if url.query().is_some() {
        let kept: Vec<(String, String)> = url
            .query_pairs()
            .filter(|(key, _)| !tracks(key))
            .map(|(key, value)| (key.into_owned(), value.into_owned()))
            .collect();
        if kept.is_empty() {
            url.set_query(None);
        } else if kept.len() < url.query_pairs().count() {
            url.query_pairs_mut().clear().extend_pairs(kept);
        }
    }
    Some(url.into())
}

fn tracks(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    key.starts_with("utm_")
        || key.starts_with("at_")
        || key.starts_with("pk_")
        || key.starts_with("mtm_")
        || TRACKING.contains(&key.as_str())
}

/// The host, without what only names a face of the same site ("www.", "m.", "amp.").
pub(super) fn host(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let host = url.host_str()?;
    let bare = ["www.", "m.", "amp.", "mobile."]
        .iter()
        .find_map(|face| host.strip_prefix(face))
        .filter(|rest| rest.contains('.'))
        .unwrap_or(host);
    Some(bare.to_owned())
}

/// Whether two addresses belong to one site: the same host, or hosts below one registered name.
///
/// The registered name is taken to be the last two labels, or three where the last two are short ("co.uk").
pub(super) fn same_site(one: &str, other: &str) -> bool {
    match (host(one), host(other)) {
        (Some(one), Some(other)) => one == other || registered(&one) == registered(&other),
        _ => false,
    }
}

fn registered(host: &str) -> &str {
    let mut dots = host.rmatch_indices('.').map(|(at, _)| at);
    let (Some(last), Some(second)) = (dots.next(), dots.next()) else {
        return host;
    };
    let short = last.saturating_sub(second + 1) <= 3 && host.len().saturating_sub(last + 1) <= 2;
    let cut = if short {
        dots.next().map_or(0, |third| third + 1)
    } else {
        second + 1
    };
    host.get(cut..).unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tracking_parameters_and_fragments_go_and_others_stay() {
        assert_eq!(
            canonical("HTTPS://News.Example/a?id=7&utm_source=x&fbclid=y#top").as_deref(),
            Some("https://news.example/a?id=7")
        );
        assert_eq!(
            canonical("https://news.example/a?utm_source=x").as_deref(),
            Some("https://news.example/a")
        );
    }

    #[test]
    fn only_web_addresses_are_addresses() {
        for not in [
            "",
            "javascript:alert(1)",
            "ftp://a.example/",
            "data:text/html,x",
            "/a/b",
            "http://",
        ] {
            assert_eq!(canonical(not), None, "{not}");
        }
    }

    #[test]
    fn faces_of_one_site_are_the_same_site() {
        assert!(same_site(
            "https://www.paper.example/a",
            "https://amp.paper.example/a"
        ));
        assert!(same_site(
            "https://news.paper.co.uk/a",
            "https://paper.co.uk/b"
        ));
        assert!(!same_site("https://paper.co.uk/a", "https://other.co.uk/a"));
        assert!(!same_site(
            "https://paper.example/a",
            "https://other.example/a"
        ));
    }
}

//! robots.txt: what a site lets programs read (RFC 9309).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use texting_robots::Robot;
use url::Url;

/// As much of a robots.txt is read; RFC 9309 asks for no less.
pub const MAX_BYTES: usize = 500 * 1024;

/// Longer lines are rules of no page.
const MAX_LINE: usize = 2048;
/// Each rule that anchors its end costs a compiled pattern; more of them than this are no honest file's.
const MAX_ANCHORED: usize = 200;
/// A longer delay between two requests would be a refusal, and there is a word for that.
const MAX_DELAY: Duration = Duration::from_secs(120);
/// RFC 9309, 2.4: not to be used for longer than a day.
const KEEP: SignedDuration = SignedDuration::from_hours(24);
/// How long a site that can't serve its robots.txt is left alone.
const KEEP_UNAVAILABLE: SignedDuration = SignedDuration::from_mins(10);
/// So many sites are remembered.
const REMEMBERED: usize = 256;

/// What one site's robots.txt allows us.
pub struct Rules(Option<Robot>);

impl Rules {
    /// No restrictions.
    pub fn none() -> Self {
        Self(None)
    }

    /// Reads the rules that address `product`, else those for everybody. Cut off at [`MAX_BYTES`].
    pub fn read(product: &str, file: &[u8]) -> Self {
        let lines = sensible_lines(file);
        let robot = Robot::new(product, &lines.concat()).or_else(|_| {
            // Only anchored rules are compiled, and only these can fail.
            let plain: Vec<&[u8]> = lines
                .into_iter()
                .filter(|line| !line.contains(&b'$'))
                .collect();
            Robot::new(product, &plain.concat())
        });
        Self(robot.ok())
    }

    /// Whether `url` may be read.
    pub fn allow(&self, url: &Url) -> bool {
        self.0
            .as_ref()
            .is_none_or(|robot| robot.allowed(url.as_str()))
    }

    /// The pause between two requests that the site asks for.
    pub fn delay(&self) -> Option<Duration> {
        let seconds = self.0.as_ref()?.delay?;
        let delay = Duration::try_from_secs_f32(seconds).unwrap_or(MAX_DELAY);
        Some(delay.min(MAX_DELAY))
    }
}

fn sensible_lines(file: &[u8]) -> Vec<&[u8]> {
    let file = file.get(..file.len().min(MAX_BYTES)).unwrap_or(file);
    let mut anchored = 0;
    file.split_inclusive(|&byte| byte == b'\n' || byte == b'\r')
        .filter(|line| line.len() <= MAX_LINE)
        .filter(|line| {
            anchored += usize::from(line.contains(&b'$'));
            !line.contains(&b'$') || anchored <= MAX_ANCHORED
        })
        .collect()
}

/// What is known of a site.
#[derive(Clone)]
pub enum Known {
    /// Its rules.
    Rules(Arc<Rules>),
    /// Its robots.txt can't be had, so that nothing may be read before the moment given.
    Unavailable {
        /// What happened.
        reason: String,
        /// When to ask again.
        until: Timestamp,
    },
}

/// Remembers the rules of sites for as long as they hold.
#[derive(Default)]
pub struct Memory {
    sites: Mutex<HashMap<String, (Known, Timestamp)>>,
}

impl Memory {
    /// What is known of the site of `url` at `now`.
    pub fn find(&self, url: &Url, now: Timestamp) -> Option<Known> {
        let sites = self.sites.lock().unwrap_or_else(PoisonError::into_inner);
        let (known, until) = sites.get(&origin(url))?;
        (now < *until).then(|| known.clone())
    }

    /// Remembers rules.
    pub fn keep(&self, url: &Url, rules: Rules, now: Timestamp) -> Known {
        self.put(url, Known::Rules(Arc::new(rules)), add(now, KEEP), now)
    }

    /// Remembers that a site's rules can't be had, for a while, or until the server said (no longer than rules are kept).
    pub fn keep_unavailable(
        &self,
        url: &Url,
        reason: String,
        after: Option<Timestamp>,
        now: Timestamp,
    ) -> Known {
        let until = after
            .unwrap_or(now)
            .clamp(add(now, KEEP_UNAVAILABLE), add(now, KEEP));
        self.put(url, Known::Unavailable { reason, until }, until, now)
    }

    fn put(&self, url: &Url, known: Known, until: Timestamp, now: Timestamp) -> Known {
        let mut sites = self.sites.lock().unwrap_or_else(PoisonError::into_inner);
        if sites.len() >= REMEMBERED {
            sites.retain(|_, (_, until)| now < *until);
        }
        if sites.len() >= REMEMBERED {
            let soonest = sites
                .iter()
                .min_by_key(|(_, (_, until))| *until)
                .map(|(site, _)| site.clone());
            soonest.and_then(|site| sites.remove(&site));
        }
        sites.insert(origin(url), (known.clone(), until));
        known
    }
}

fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

fn add(now: Timestamp, wait: SignedDuration) -> Timestamp {
    now.checked_add(wait).unwrap_or(Timestamp::MAX)
}

/// Where a site keeps its rules.
pub fn address(url: &Url) -> Option<Url> {
    let mut robots = url.join("/robots.txt").ok()?;
    robots.set_username("").ok()?;
    robots.set_password(None).ok()?;
    Some(robots)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn url(path: &str) -> Url {
        Url::parse(&format!("https://example.org{path}")).unwrap()
    }

    #[test]
    fn rules_for_us_outrank_rules_for_everybody() {
        let rules = Rules::read("Verbatim", b"User-agent: *\nDisallow: /\n\nUser-agent: verbatim\nDisallow: /private\nCrawl-delay: 5\n");
        assert!(rules.allow(&url("/news/1")));
        assert!(!rules.allow(&url("/private/1")));
        assert_eq!(rules.delay(), Some(Duration::from_secs(5)));
        assert!(!Rules::read("Other", b"User-agent: *\nDisallow: /\n").allow(&url("/news/1")));
    }

    #[test]
    fn the_longest_rule_decides_and_ends_can_be_anchored() {
        let rules = Rules::read(
            "Verbatim",
            b"User-agent: *\nDisallow: /news\nAllow: /news/open\nDisallow: /*.pdf$\n",
        );
        assert!(!rules.allow(&url("/news/1")));
        assert!(rules.allow(&url("/news/open/1")));
        assert!(!rules.allow(&url("/a/b.pdf")));
        assert!(rules.allow(&url("/a/b.pdf.html")));
    }

    #[test]
    fn absurd_delays_are_bounded() {
        for delay in ["99999999", "1e38", "inf"] {
            let rules = Rules::read(
                "Verbatim",
                format!("User-agent: *\nCrawl-delay: {delay}\n").as_bytes(),
            );
            assert_eq!(rules.delay(), Some(MAX_DELAY), "{delay}");
        }
        assert_eq!(
            Rules::read("Verbatim", b"User-agent: *\nCrawl-delay: -1\n").delay(),
            None
        );
    }

    #[test]
    fn a_file_made_to_be_slow_is_read_quickly() {
        let mut file = b"User-agent: *\nDisallow: /closed\n".to_vec();
        while file.len() < 2 * MAX_BYTES {
            file.extend_from_slice(b"Disallow: /*a*b$\n");
        }
        let start = std::time::Instant::now();
        let rules = Rules::read("Verbatim", &file);
        assert!(!rules.allow(&url("/closed")));
        assert!(
            start.elapsed() < Duration::from_secs(3),
            "{:?}",
            start.elapsed()
        );
    }

    #[test]
    fn a_rule_that_can_not_be_compiled_does_not_open_the_site() {
        let monster = format!(
            "User-agent: *\nDisallow: /closed\nDisallow: /{}$\n",
            "*a".repeat(900)
        );
        let rules = Rules::read("Verbatim", monster.as_bytes());
        assert!(!rules.allow(&url("/closed")));
        assert!(rules.allow(&url("/open")));
    }

    #[test]
    fn what_is_remembered_expires_and_is_bounded() {
        let memory = Memory::default();
        let now = Timestamp::constant(1_763_600_000, 0);
        let later = |hours| now + SignedDuration::from_hours(hours);
        memory.keep(&url("/a"), Rules::none(), now);
        assert!(memory.find(&url("/b?c"), later(23)).is_some());
        assert!(memory.find(&url("/b?c"), later(24)).is_none());
        memory.keep_unavailable(&url("/a"), "503".to_owned(), Some(later(9000)), now);
        assert!(matches!(
            memory.find(&url("/"), later(23)),
            Some(Known::Unavailable { .. })
        ));
        assert!(memory.find(&url("/"), later(24)).is_none());
        for number in 0..REMEMBERED * 2 {
            let url = Url::parse(&format!("https://host{number}.example.org/")).unwrap();
            memory.keep(&url, Rules::none(), now);
        }
        assert_eq!(memory.sites.lock().unwrap().len(), REMEMBERED);
    }

    #[test]
    fn the_rules_are_asked_for_without_credentials() {
        let page = Url::parse("https://ada:secret@example.org:8443/a/b?c#d").unwrap();
        assert_eq!(
            address(&page).unwrap().as_str(),
            "https://example.org:8443/robots.txt"
        );
    }

    proptest! {
        #[test]
        fn any_bytes_are_rules(file in prop::collection::vec(any::<u8>(), 0..400), path in "/[a-z*$/]{0,20}") {
            let rules = Rules::read("Verbatim", &file);
            let _ = (rules.allow(&url(&path)), rules.delay());
        }

        #[test]
        fn any_rules_can_be_read(file in "((User-agent: |Allow: |Disallow: |Crawl-delay: |)[*$a-z/.0-9 -]{0,12}\n){0,12}", path in "/[a-z*$/]{0,20}") {
            let rules = Rules::read("Verbatim", file.as_bytes());
            let _ = (rules.allow(&url(&path)), rules.delay());
        }
    }
}

//! A linear model: named features, their weights from a data file, and the training that makes the file.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use thiserror::Error;

/// The key of a feature: a hash of its name.
pub type Key = u32;

/// What a feature tells, with the hash of its name worked out when the program is built.
#[derive(Debug, Clone, Copy)]
pub struct Template {
    name: &'static str,
    hash: u64,
}

impl Template {
    /// The template of that name.
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            hash: hash_name(name.as_bytes()),
        }
    }
}

/// FNV-1a.
const fn hash_name(name: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut index = 0;
    while index < name.len() {
        hash = (hash ^ name[index] as u64).wrapping_mul(0x0100_0000_01b3);
        index += 1;
    }
    hash
}

/// As many numbers a feature has at most, so that they fit in one word beside a bit that tells how many they are.
const NUMBERS: usize = 7;

/// A feature's name is a template and small numbers: "side_relation=1,3".
#[inline(always)]
fn key(template: u64, values: &[u8]) -> Key {
    debug_assert!(values.len() <= NUMBERS);
    let numbers = values.iter().fold(1, |all, &v| all << 8 | u64::from(v));
    let mixed = (numbers ^ template).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    ((mixed ^ mixed >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 32) as Key
}

/// Takes the features of something.
pub trait Features {
    /// Takes one.
    fn add(&mut self, template: Template, values: &[u8]);
}

/// The sum of the weights that a model gives to features.
pub struct Sum<'a> {
    model: &'a Model,
    sum: f32,
}

impl Features for Sum<'_> {
    #[inline(always)]
    fn add(&mut self, template: Template, values: &[u8]) {
        self.sum += self.model.weight(key(template.hash, values));
    }
}

/// The names of features, for training.
#[derive(Debug, Default)]
pub struct Listed(pub Vec<String>);

impl Features for Listed {
    fn add(&mut self, template: Template, values: &[u8]) {
        let mut name = format!("{}=", template.name);
        for (index, value) in values.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            let _ = write!(name, "{comma}{value}");
        }
        self.0.push(name);
    }
}

/// Adds a feature: `seen!(features, "template", [values])`.
macro_rules! seen {
    ($features:expr, $name:literal, $values:expr) => {{
        const TEMPLATE: $crate::extract::model::Template =
            $crate::extract::model::Template::new($name);
        $features.add(TEMPLATE, &$values);
    }};
}
pub(super) use seen;

/// Why a file of weights can't be used.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("line {line} of the weights is not \"template=numbers<tab>weight\": train the file again")]
pub struct ModelError {
    /// Which line, from 1.
    pub line: usize,
}

/// Weights by feature: an open-addressed table, at most half full.
#[derive(Debug, Clone)]
pub struct Model {
    slots: Vec<(Key, f32)>,
    mask: usize,
}

impl Default for Model {
    fn default() -> Self {
        Self::with_room_for(0)
    }
}

impl Model {
    fn with_room_for(count: usize) -> Self {
        let size = (count * 2).next_power_of_two().max(2);
        Self {
            slots: vec![(0, 0.0); size],
            mask: size - 1,
        }
    }

    /// Reads weights: a feature's name, a tab and its weight a line; "#" begins a comment.
    ///
    /// # Errors
    /// [`ModelError`] with the first line that is something else.
    pub fn read(text: &str) -> Result<Self, ModelError> {
        let mut model = Self::with_room_for(text.bytes().filter(|&b| b == b'\n').count() + 1);
        for (number, line) in (1..).zip(text.lines()) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (key, weight) = parse_line(line).ok_or(ModelError { line: number })?;
            let slot = model.slot(key);
            model.slots[slot] = (key, weight);
        }
        Ok(model)
    }

    /// Where a key is, or would be: the table is never full, so that a free slot (whose weight is 0) ends the search.
    #[inline(always)]
    fn slot(&self, key: Key) -> usize {
        let mut at = key as usize & self.mask;
        while self.slots[at].0 != key && self.slots[at].1 != 0.0 {
            at = (at + 1) & self.mask;
        }
        at
    }

    #[inline(always)]
    fn weight(&self, key: Key) -> f32 {
        self.slots[self.slot(key)].1
    }

    /// The sum of the weights of the features that `describe` adds.
    #[inline]
    pub fn score(&self, describe: impl FnOnce(&mut Sum<'_>)) -> f32 {
        let mut features = Sum {
            model: self,
            sum: 0.0,
        };
        describe(&mut features);
        features.sum
    }

    /// The same as a probability, 0 to 1.
    #[inline]
    pub fn probability(&self, describe: impl FnOnce(&mut Sum<'_>)) -> f32 {
        1.0 / (1.0 + (-self.score(describe)).exp())
    }
}

fn parse_line(line: &str) -> Option<(Key, f32)> {
    let (name, weight) = line.split_once('\t')?;
    let (template, numbers) = name.split_once('=')?;
    let mut values = [0_u8; NUMBERS];
    let mut count = 0;
    for number in numbers.split(',').filter(|number| !number.is_empty()) {
        *values.get_mut(count)? = number.parse().ok()?;
        count += 1;
    }
    let key = key(hash_name(template.as_bytes()), values.get(..count)?);
    Some((key, weight.parse().ok()?))
}

/// A choice to learn from: the named features of each candidate, and which candidates are right. A choice without
/// candidates that are right teaches nothing.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// The names of each candidate's features.
    pub candidates: Vec<Vec<String>>,
    /// Which candidates are right.
    pub right: Vec<bool>,
}

/// How training goes.
#[derive(Debug, Clone, Copy)]
pub struct Training {
    /// How often each choice is seen.
    pub rounds: usize,
    /// Length of a step.
    pub rate: f64,
    /// How strongly weights are drawn to zero.
    pub decay: f64,
    /// Weights nearer to zero are left out of the file.
    pub least: f64,
    /// Features of fewer choices are left out.
    pub seen: usize,
}

impl Default for Training {
    fn default() -> Self {
        Self {
            rounds: 6,
            rate: 0.05,
            decay: 2e-6,
            least: 0.03,
            seen: 3,
        }
    }
}

/// Fits weights that give the right candidates of each choice the most of a softmax over all (the marginal likelihood:
/// any right candidate will do), by AdaGrad over the choices in an order that depends on their number only, so that
/// training twice gives one file.
pub fn train(choices: &[Choice], how: Training) -> String {
    let mut seen: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (number, choice) in choices.iter().enumerate() {
        for name in choice.candidates.iter().flatten() {
            let (count, last) = seen.entry(name).or_insert((0, usize::MAX));
            *count += usize::from(*last != number);
            *last = number;
        }
    }
    let ids: BTreeMap<&str, usize> = seen
        .into_iter()
        .filter(|(_, (count, _))| *count >= how.seen)
        .zip(0..)
        .map(|((name, _), id)| (name, id))
        .collect();
    let coded: Vec<Vec<Vec<usize>>> = choices
        .iter()
        .map(|c| {
            let code = |names: &Vec<String>| {
                names
                    .iter()
                    .filter_map(|n| ids.get(n.as_str()).copied())
                    .collect()
            };
            c.candidates.iter().map(code).collect()
        })
        .collect();
    let mut weights = vec![0.0_f64; ids.len()];
    let mut squares = vec![1e-6_f64; ids.len()];
    let mut order: Vec<usize> = (0..choices.len())
        .filter(|&c| choices[c].right.iter().any(|&right| right))
        .collect();
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    for _ in 0..how.rounds {
        for last in (1..order.len()).rev() {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            order.swap(last, (state % (last as u64 + 1)) as usize);
        }
        for &c in &order {
            let scores: Vec<f64> = coded[c]
                .iter()
                .map(|features| features.iter().map(|&f| weights[f]).sum())
                .collect();
            let all = softmax(&scores, |_| true);
            let right = softmax(&scores, |candidate| choices[c].right[candidate]);
            for (candidate, features) in coded[c].iter().enumerate() {
                let gradient = all[candidate] - right[candidate];
                if gradient.abs() < 1e-9 {
                    continue;
                }
                for &f in features {
                    let slope = gradient + how.decay * weights[f] * order.len() as f64;
                    squares[f] += slope * slope;
                    weights[f] -= how.rate * slope / squares[f].sqrt();
                }
            }
        }
    }
    let mut file = String::new();
    for (name, id) in ids {
        if weights[id].abs() >= how.least {
            let _ = writeln!(file, "{name}\t{:.3}", weights[id]);
        }
    }
    file
}

fn softmax(scores: &[f64], counts: impl Fn(usize) -> bool) -> Vec<f64> {
    let best = (0..scores.len())
        .filter(|&i| counts(i))
        .map(|i| scores[i])
        .fold(f64::NEG_INFINITY, f64::max);
    let powers: Vec<f64> = (0..scores.len())
        .map(|i| {
            if counts(i) {
                (scores[i] - best).exp()
            } else {
                0.0
            }
        })
        .collect();
    let sum: f64 = powers.iter().sum();
    powers
        .iter()
        .map(|power| power / sum.max(f64::MIN_POSITIVE))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(features: [&str; 2], right: [bool; 2]) -> Choice {
        Choice {
            candidates: features.iter().map(|f| vec![(*f).to_owned()]).collect(),
            right: right.to_vec(),
        }
    }

    #[test]
    fn training_prefers_what_was_right_and_gives_one_file() {
        let choices = vec![
            choice(["near=1", "far=1"], [true, false]),
            choice(["far=1", "near=1"], [false, true]),
            choice(["near=1", "far=1"], [true, false]),
        ];
        let file = train(&choices, Training::default());
        assert_eq!(file, train(&choices, Training::default()));
        let model = Model::read(&file).unwrap();
        let of = |name| model.score(|features| features.add(Template::new(name), &[1]));
        assert!(of("near") > of("far"), "{file}");
    }

    #[test]
    fn a_line_that_is_no_weight_is_named() {
        assert_eq!(
            Model::read("# weights\nnear=1\t0.5\nnonsense\n").unwrap_err(),
            ModelError { line: 3 }
        );
    }
}

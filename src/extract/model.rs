//! A linear model: named features, their weights from a data file, and the training that makes the file.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use thiserror::Error;

use super::vocabulary::Table;

/// The key of a feature: a hash of its name.
pub type Key = u32;

/// A feature's name is a template and small numbers: "side_relation=1,3".
fn key(template: &str, values: &[u8]) -> Key {
    let mut hash = 0x811c_9dc5_u32;
    let mut add = |byte: u8| hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    template.bytes().for_each(&mut add);
    add(b'=');
    values.iter().copied().for_each(&mut add);
    hash ^ (hash >> 15)
}

/// The features of one candidate.
#[derive(Debug, Clone, Default)]
pub struct Features {
    /// Their keys.
    pub keys: Vec<Key>,
    /// Their names, kept only while training.
    pub names: Option<Vec<String>>,
}

impl Features {
    /// An empty set that keeps names.
    pub fn named() -> Self {
        Self {
            keys: Vec::new(),
            names: Some(Vec::new()),
        }
    }

    /// Empties it.
    pub fn clear(&mut self) {
        self.keys.clear();
        if let Some(names) = &mut self.names {
            names.clear();
        }
    }

    /// Adds a feature.
    pub fn add(&mut self, template: &'static str, values: &[u8]) {
        self.keys.push(key(template, values));
        if let Some(names) = &mut self.names {
            let mut name = format!("{template}=");
            for (index, value) in values.iter().enumerate() {
                let comma = if index == 0 { "" } else { "," };
                let _ = write!(name, "{comma}{value}");
            }
            names.push(name);
        }
    }
}

/// Why a file of weights can't be used.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("line {line} of the weights is not \"template=numbers<tab>weight\": train the file again")]
pub struct ModelError {
    /// Which line, from 1.
    pub line: usize,
}

/// Weights by feature.
#[derive(Debug, Clone, Default)]
pub struct Model {
    weights: Table<Key, f32>,
}

impl Model {
    /// Reads weights: a feature's name, a tab and its weight a line; "#" begins a comment.
    ///
    /// # Errors
    /// [`ModelError`] with the first line that is something else.
    pub fn read(text: &str) -> Result<Self, ModelError> {
        let mut weights = Table::default();
        for (number, line) in (1..).zip(text.lines()) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let parsed = parse_line(line).ok_or(ModelError { line: number })?;
            weights.insert(parsed.0, parsed.1);
        }
        Ok(Self { weights })
    }

    /// The sum of the weights of some features.
    pub fn score(&self, features: &Features) -> f32 {
        features
            .keys
            .iter()
            .filter_map(|key| self.weights.get(key))
            .sum()
    }
}

fn parse_line(line: &str) -> Option<(Key, f32)> {
    let (name, weight) = line.split_once('\t')?;
    let (template, numbers) = name.split_once('=')?;
    let values = numbers
        .split(',')
        .filter(|number| !number.is_empty())
        .map(|number| number.parse().ok())
        .collect::<Option<Vec<u8>>>()?;
    Some((key(template, &values), weight.parse().ok()?))
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
}

impl Default for Training {
    fn default() -> Self {
        Self {
            rounds: 12,
            rate: 0.15,
            decay: 2e-6,
            least: 0.02,
        }
    }
}

/// Fits weights that give the right candidates of each choice the most of a softmax over all (the marginal likelihood:
/// any right candidate will do), by AdaGrad over the choices in an order that depends on their number only, so that
/// training twice gives one file.
pub fn train(choices: &[Choice], how: Training) -> String {
    let mut ids: BTreeMap<&str, usize> = BTreeMap::new();
    for name in choices.iter().flat_map(|c| c.candidates.iter().flatten()) {
        let next = ids.len();
        ids.entry(name).or_insert(next);
    }
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
        ];
        let file = train(&choices, Training::default());
        assert_eq!(file, train(&choices, Training::default()));
        let model = Model::read(&file).unwrap();
        let of = |template| {
            let mut features = Features::default();
            features.add(template, &[1]);
            model.score(&features)
        };
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

//! How many typing errors lie between two words.

/// The optimal string alignment distance of `a` and `b` in characters: insertions, deletions, substitutions and swaps
/// of neighbours, each costing one.
pub fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let mut before: Vec<usize> = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    let mut row = vec![0; b.len() + 1];
    for i in 1..=a.len() {
        row[0] = i;
        for j in 1..=b.len() {
            let same = a[i - 1] == b[j - 1];
            let mut cost = (last[j - 1] + usize::from(!same))
                .min(last[j] + 1)
                .min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cost = cost.min(before[j - 2] + 1);
            }
            row[j] = cost;
        }
        std::mem::swap(&mut before, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    last[b.len()]
}

/// Whether at most `errors` typing errors lie between `a` and `b`, without measuring words whose lengths differ more.
pub fn within(a: &str, b: &str, errors: usize) -> bool {
    let difference = a.chars().count().abs_diff(b.chars().count());
    difference <= errors && distance(a, b) <= errors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_swap_of_neighbours_is_one_error() {
        assert_eq!(distance("zelesnky", "zelensky"), 1);
        assert_eq!(distance("kalas", "kallas"), 1);
        assert_eq!(distance("", "ab"), 2);
    }

    #[test]
    fn bounds_are_inclusive() {
        assert!(within("witkov", "witkoff", 2));
        assert!(!within("witkov", "witkoff", 1));
    }
}

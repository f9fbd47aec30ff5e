//! How cost grows with size, drawn on logarithmic axes.

/// What is drawn as a line.
pub struct Line {
    pub name: &'static str,
    /// Statements, milliseconds.
    pub points: Vec<(f64, f64)>,
}

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 420.0;
/// Left, top, right (for the names), bottom.
const MARGINS: [f64; 4] = [60.0, 20.0, 190.0, 40.0];
const COLOURS: [&str; 7] = [
    "#666666", "#1b6ca8", "#c0392b", "#8e44ad", "#1e8449", "#b9770e", "#17202a",
];

/// The whole powers of ten around these numbers.
fn decades(numbers: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let least = numbers.clone().fold(f64::INFINITY, f64::min);
    let most = numbers.fold(f64::MIN_POSITIVE, f64::max);
    let (first, last) = (least.log10().floor(), most.log10().ceil());
    (first, if last > first { last } else { first + 1.0 })
}

/// The lines as an SVG picture.
pub fn drawn(lines: &[Line]) -> String {
    let points = || lines.iter().flat_map(|line| &line.points);
    let (left, right) = decades(points().map(|point| point.0));
    let (low, high) = decades(points().map(|point| point.1));
    let [west, north, east, south] = MARGINS;
    let x = |log: f64| west + (log - left) / (right - left) * (WIDTH - west - east);
    let y = |log: f64| HEIGHT - south - (log - low) / (high - low) * (HEIGHT - north - south);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"DejaVu Sans, sans-serif\" font-size=\"12\">\n\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"white\"/>\n"
    );
    for decade in left as i32..=right as i32 {
        let at = x(f64::from(decade));
        svg.push_str(&format!(
            "<path d=\"M{at:.1} {north}V{:.1}\" stroke=\"#dddddd\"/><text x=\"{at:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>\n",
            HEIGHT - south, HEIGHT - south + 18.0, grouped(decade),
        ));
    }
    for decade in low as i32..=high as i32 {
        let at = y(f64::from(decade));
        svg.push_str(&format!(
            "<path d=\"M{west} {at:.1}H{:.1}\" stroke=\"#dddddd\"/><text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{} ms</text>\n",
            WIDTH - east, west - 6.0, at + 4.0, 10f64.powi(decade),
        ));
    }
    // Names beside the ends of their lines, pushed apart.
    let mut ends: Vec<(f64, usize)> = lines
        .iter()
        .enumerate()
        .filter_map(|(index, line)| Some((y(line.points.last()?.1.log10()), index)))
        .collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut free = north;
    for (end, index) in ends {
        let line = &lines[index];
        let colour = COLOURS[index % COLOURS.len()];
        let path: Vec<String> = line
            .points
            .iter()
            .map(|(size, ms)| format!("{:.1},{:.1}", x(size.log10()), y(ms.log10())))
            .collect();
        let at = end.max(free);
        free = at + 15.0;
        svg.push_str(&format!(
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/><text x=\"{:.1}\" y=\"{:.1}\" fill=\"{colour}\">{}</text>\n",
            path.join(" "), WIDTH - east + 8.0, at + 4.0, line.name,
        ));
    }
    svg.push_str("</svg>\n");
    svg
}

/// A power of ten with its thousands apart.
fn grouped(decade: i32) -> String {
    let digits = 10i64.pow(decade.clamp(0, 18) as u32).to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(' ');
        }
        grouped.push(digit);
    }
    grouped
}

//! temporary
mod shared;
use std::time::Instant;
fn main() -> anyhow::Result<()> {
    let (lexicons, roster) = shared::read_config("config".as_ref(), true)?;
    let t = Instant::now();
    let extractor = verbatim::extract::Extractor::new(lexicons, roster);
    println!("built {:?}", t.elapsed());
    let path = std::env::args().nth(1).unwrap();
    let articles = shared::read_articles(path.as_ref(), None)?;
    let bytes: usize = articles.iter().map(|a| a.document.text.len()).sum();
    let scan = regex::Regex::new("“[^”]*”|\"[^\"]*\"|''[^']*''|«[^»]*»|„[^“]*“")?;
    let (mut best_e, mut best_r) = (f64::MAX, f64::MAX);
    for _ in 0..5 {
        let t = Instant::now();
        let n: usize = articles.iter().map(|a| extractor.statements(&a.document).len()).sum();
        best_e = best_e.min(t.elapsed().as_secs_f64());
        let t = Instant::now();
        let m: usize = articles.iter().map(|a| scan.find_iter(&a.document.text).count()).sum();
        best_r = best_r.min(t.elapsed().as_secs_f64());
        std::hint::black_box((n, m));
    }
    println!("extract {:.1} MB/s  regex {:.1} MB/s ratio {:.1}", bytes as f64 / 1e6 / best_e, bytes as f64 / 1e6 / best_r, best_e / best_r);
    Ok(())
}

//! temporary
mod shared;
fn main() -> anyhow::Result<()> {
    let (lexicons, roster) = shared::read_config("config".as_ref(), true)?;
    let extractor = verbatim::extract::Extractor::with_settings(
        lexicons,
        roster,
        verbatim::extract::Settings {
            reported: std::env::args().nth(3).map_or(0.5, |t| t.parse().unwrap()),
            ..Default::default()
        },
    );
    let path = std::env::args().nth(1).unwrap();
    let n: usize = std::env::args().nth(2).map_or(10, |n| n.parse().unwrap());
    for a in shared::read_articles(path.as_ref(), None)?.iter().take(n) {
        println!("### {}", a.id);
        for s in extractor.statements(&a.document) {
            let at = &s.attribution;
            println!(
                "{:3} {:9} {:?} = {:?} [{}] cue {:?} {:.2} {}\n      {:?}",
                s.utterance,
                s.kind.name(),
                at.as_written.as_deref().unwrap_or("-"),
                at.speaker.as_deref().unwrap_or("-"),
                at.speaker_id.as_ref().map_or("", |i| &i.0),
                at.cue.as_deref().unwrap_or("-"),
                at.confidence,
                s.said_on
                    .map_or(String::new(), |d| format!("{} {}", d.date, d.stated)),
                s.text.chars().take(200).collect::<String>()
            );
        }
    }
    Ok(())
}

//! Extraction beside a plain scan for quoted stretches with a regular expression over the same text, and extraction of
//! texts of doubling length up to 5 MB in several shapes: time must grow with the length and no faster.

use std::hint::black_box;
use std::sync::Arc;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use regex::Regex;
use verbatim::config::read_lexicon;
use verbatim::domain::{Document, Language};
use verbatim::extract::Extractor;

/// One sentence in four quotes somebody, about what news does.
const SENTENCES: [&str; 12] = [
    "“We need boats, and we need them now,” Clara Penn, the mayor of Riverton, said on Tuesday.",
    "The pilots had waited for three weeks at the old pier while the council argued over the price of coal.",
    "“Nobody asked us,” he added.",
    "According to the harbour office, the ferry will run again before the first snow of the year.",
    "Tom Marsh told reporters that the deal was close, but that the guild’s members would have to vote.",
    "\"It is a strange winter,\" said one fisherman, who has sailed from Riverton since he was twelve.",
    "The vote is the third in two years, and the first since the river froze and the bridges were closed.",
    "Prices rose by four percent in October, the statistics office reported, the fastest since 2019.",
    "Most of the boats in the basin are older than the people who sail them, and few are insured.",
    "The council meets again in December, when the new members from the northern parishes take their seats.",
    "Riverton, a town of 40,000, has lost a third of its fleet since the cannery on the east bank shut down.",
    "Her predecessor left the office in March after a long quarrel with the pilots over fees and working hours.",
];

fn article(bytes: usize, paragraph: usize) -> String {
    let mut text = String::with_capacity(bytes + 200);
    let mut state = 7_usize;
    let mut count = 0;
    while text.len() < bytes {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        text.push_str(SENTENCES[(state >> 33) % SENTENCES.len()]);
        count += 1;
        text.push_str(if count % paragraph == 0 { "\n\n" } else { " " });
    }
    text
}

fn document(text: String) -> Document {
    Document {
        text,
        language: Language::new("en"),
        ..Document::default()
    }
}

fn extractor() -> Extractor {
    let lexicon = read_lexicon(include_str!("../config/lexicon/en.toml"));
    Extractor::new(lexicon.into_iter().collect(), Arc::default())
}

fn beside_a_scan(c: &mut Criterion) {
    let document = document(article(200_000, 3));
    let extractor = extractor();
    let scan = Regex::new("“[^”]*”|\"[^\"]*\"|''[^']*''|«[^»]*»|„[^“]*“");
    let mut group = c.benchmark_group("beside_a_scan");
    group.throughput(Throughput::Bytes(document.text.len() as u64));
    if let Ok(scan) = scan {
        group.bench_function("regex", |b| {
            b.iter(|| black_box(scan.find_iter(&document.text).count()));
        });
    }
    group.bench_function("extract", |b| {
        b.iter(|| black_box(extractor.statements(&document).len()));
    });
    group.finish();
}

fn doubling(c: &mut Criterion) {
    let extractor = extractor();
    let mut group = c.benchmark_group("doubling");
    group.sample_size(10);
    for kilobytes in [625, 1250, 2500, 5000] {
        let bytes = kilobytes * 1000;
        let shapes = [
            ("paragraphs", article(bytes, 3)),
            ("one_paragraph", article(bytes, usize::MAX)),
            ("marks", "\"“‘'".repeat(bytes / 8)),
            ("names", "Ada Vale, the mayor, ".repeat(bytes / 21)),
            ("phrases", "the mayor of the ".repeat(bytes / 17)),
            ("authors", "— Ada (@ada) May 1\n".repeat(bytes / 21)),
        ];
        group.throughput(Throughput::Bytes(bytes as u64));
        for (shape, text) in shapes {
            let document = document(text);
            group.bench_with_input(
                BenchmarkId::new(shape, kilobytes),
                &document,
                |b, document| {
                    b.iter(|| black_box(extractor.statements(document).len()));
                },
            );
        }
    }
    group.finish();
}

fn built(c: &mut Criterion) {
    let lexicons: Vec<_> = [
        include_str!("../config/lexicon/de.toml"),
        include_str!("../config/lexicon/en.toml"),
        include_str!("../config/lexicon/uk.toml"),
    ]
    .iter()
    .filter_map(|text| read_lexicon(text).ok())
    .collect();
    c.bench_function("built", |b| {
        b.iter(|| black_box(Extractor::new(lexicons.clone(), Arc::default())));
    });
}

criterion_group!(benches, beside_a_scan, built, doubling);
criterion_main!(benches);

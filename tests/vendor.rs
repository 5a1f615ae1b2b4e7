//! What others wrote and we carry along: named, licensed, and to the byte what its makers published.

use std::collections::BTreeMap;
use std::fs;

use sha2::{Digest, Sha256};

use crate::support::source::{root, text};

#[test]
fn every_vendored_file_is_named_and_unchanged() {
    for folder in ["static/vendor", "tests/vendor"] {
        let entries = entries(&text(&format!("{folder}/VENDOR.toml")));
        let mut known = vec!["VENDOR.toml".to_owned()];
        for entry in &entries {
            let name = &entry["path"];
            for word in [
                "name",
                "version",
                "licence",
                "licence_file",
                "source",
                "sha256",
            ] {
                assert!(
                    entry.get(word).is_some_and(|v| !v.is_empty()),
                    "{folder}/{name}: no {word}"
                );
            }
            let bytes = fs::read(root().join(folder).join(name)).expect("the file is there");
            let digest: String = Sha256::digest(&bytes)
                .iter()
                .map(|b| format!("{b:02x}"))
                .collect();
            assert_eq!(
                digest, entry["sha256"],
                "{folder}/{name} is not what was vendored"
            );
            let licence = text(&format!("{folder}/{}", entry["licence_file"]));
            assert!(
                licence.len() > 200,
                "{folder}/{name}: the licence is there in full"
            );
            known.extend([name.clone(), entry["licence_file"].clone()]);
        }
        for file in fs::read_dir(root().join(folder))
            .expect("the folder is there")
            .flatten()
        {
            let name = file.file_name().to_string_lossy().into_owned();
            assert!(
                known.contains(&name),
                "{folder}/{name} is not named in VENDOR.toml"
            );
        }
    }
}

/// `[[file]]` tables with lines of `word = "text"`: all that these files need of TOML.
fn entries(text: &str) -> Vec<BTreeMap<String, String>> {
    let tables = text.split("[[file]]").skip(1);
    tables
        .map(|table| {
            let lines = table.lines().filter_map(|line| line.split_once(" = "));
            lines
                .map(|(word, value)| {
                    (
                        word.trim().to_owned(),
                        value.trim().trim_matches('"').to_owned(),
                    )
                })
                .collect()
        })
        .collect()
}

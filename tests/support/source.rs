//! The project's own files as text, for the tests that read the house rules off them.

use std::fs;
use std::path::{Path, PathBuf};

/// A file below a folder of the project.
pub struct Source {
    /// With slashes, from the folder that was asked for: `register/pages.rs`.
    pub path: String,
    pub text: String,
}

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files below a folder whose names end so, by path.
pub fn files(folder: &str, ending: &str) -> Vec<Source> {
    let base = root().join(folder);
    let mut found = Vec::new();
    let mut folders = vec![base.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)
            .expect("the folder can be read")
            .flatten()
        {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(read(&base, &path));
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(!found.is_empty(), "there are files in {folder}");
    found
}

fn read(base: &Path, path: &PathBuf) -> Source {
    let below = path.strip_prefix(base).expect("it lies below");
    Source {
        path: below.to_string_lossy().into_owned(),
        text: fs::read_to_string(path).unwrap_or_default(),
    }
}

pub fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// The Rust files of the program.
pub fn rust() -> Vec<Source> {
    files("src", ".rs")
}

impl Source {
    /// The room that the file belongs to: its first folder, or itself.
    pub fn room(&self) -> &str {
        self.path
            .split('/')
            .next()
            .unwrap_or_default()
            .trim_end_matches(".rs")
    }

    /// The last part of the path.
    pub fn file(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// Lines of code with their numbers: without comments and without the tests at the foot.
    pub fn code(&self) -> Vec<(usize, &str)> {
        let body = self
            .text
            .split("#[cfg(test)]\nmod tests")
            .next()
            .unwrap_or_default();
        body.lines()
            .enumerate()
            .map(|(i, line)| (i + 1, without_comment(line)))
            .filter(|(_, line)| !line.trim().is_empty())
            .collect()
    }

    /// The same as one text.
    pub fn code_text(&self) -> String {
        let lines: Vec<&str> = self.code().into_iter().map(|(_, line)| line).collect();
        lines.join("\n")
    }

    /// Where in the code one of these words stands, as `path:line: what`.
    pub fn places_of(&self, words: &[&str]) -> Vec<String> {
        let mut found = Vec::new();
        for (n, line) in self.code() {
            for word in words.iter().filter(|w| line.contains(**w)) {
                found.push(format!("src/{}:{n}: {word}", self.path));
            }
        }
        found
    }
}

fn without_comment(line: &str) -> &str {
    if line.trim_start().starts_with("//") {
        return "";
    }
    let cut = line.match_indices(" // ").find(|(at, _)| {
        // Between two quotes it is part of a text.
        line[..*at].matches('"').count().is_multiple_of(2)
    });
    cut.map_or(line, |(at, _)| &line[..at])
}

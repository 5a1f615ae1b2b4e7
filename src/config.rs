//! The environment → one typed configuration. No other file reads the environment; all that is
//! wrong is named at once.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::net::IpAddr;
use std::path::PathBuf;
use std::str::FromStr;

/// Who may make an account without an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Registration {
    Open,
    Invited,
}

impl FromStr for Registration {
    type Err = &'static str;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        match s {
            "open" => Ok(Registration::Open),
            "invited" => Ok(Registration::Invited),
            _ => Err("open or invited"),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    Text,
    Json,
}

impl FromStr for LogFormat {
    type Err = &'static str;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        match s {
            "text" => Ok(LogFormat::Text),
            "json" => Ok(LogFormat::Json),
            _ => Err("text or json"),
        }
    }
}

/// A bucket of S3-compatible storage.
#[derive(Clone)]
pub struct S3 {
    pub endpoint: String,
    pub bucket: String,
    pub region: String,
    pub access_key: String,
    pub secret_key: String,
}

impl std::fmt::Debug for S3 {
    // Keys go into no log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.endpoint, self.bucket)
    }
}

/// All settings; `.env.example` describes each.
#[derive(Debug, Clone)]
pub struct Config {
    pub bind: IpAddr,
    pub port: u16,
    pub data_dir: PathBuf,
    /// The application's role; none: the private database in the data folder.
    pub database_url: Option<String>,
    /// The owner's role, for migrations.
    pub migration_database_url: Option<String>,
    pub registration: Option<Registration>,
    /// Address under which people reach the server, for links in letters.
    pub public_url: Option<String>,
    /// `smtp://user:password@host:port`; none: letters are written as files.
    pub smtp_url: Option<String>,
    pub mail_from: String,
    /// Signs the tokens of the API; none: one is made and kept in the data folder.
    pub token_secret: Option<String>,
    /// Tries at sign-in from one network address in a minute.
    pub sign_ins_per_address: u64,
    pub workers: usize,
    pub pool_size: u32,
    pub log: String,
    pub log_format: LogFormat,
    /// Largest workbook that may be uploaded, in bytes.
    pub import_limit: u64,
    /// Largest file that may be brought to a project, client or deal, in bytes.
    pub file_limit: u64,
    /// Where files lie; none: in the data folder.
    pub s3: Option<S3>,
    /// A role that row-level security does not bind, for `backup` and `restore` on a server of your own.
    pub backup_database_url: Option<String>,
    /// Whoever asks `/metrics` must bring it; none: there is no such page.
    pub metrics_token: Option<String>,
    /// A statement that takes longer is logged, without its values.
    pub slow_query: std::time::Duration,
    pub count_statements: bool,
    /// Webhooks may name addresses of the own network.
    pub webhooks_to_private: bool,
}

/// One line per setting that is wrong.
#[derive(Debug)]
pub struct ConfigErrors(Vec<String>);

impl Display for ConfigErrors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "settings that cannot be used:")?;
        self.0.iter().try_for_each(|line| write!(f, "\n  {line}"))
    }
}

impl std::error::Error for ConfigErrors {}

/// Names of all settings, for the test that compares them with `.env.example`.
pub const SETTINGS: [&str; 27] = [
    "BIND",
    "PORT",
    "DATA_DIR",
    "DATABASE_URL",
    "MIGRATION_DATABASE_URL",
    "REGISTRATION",
    "PUBLIC_URL",
    "SMTP_URL",
    "MAIL_FROM",
    "TOKEN_SECRET",
    "SIGN_INS_PER_ADDRESS",
    "WORKERS",
    "POOL_SIZE",
    "LOG",
    "LOG_FORMAT",
    "IMPORT_LIMIT_MB",
    "FILE_LIMIT_MB",
    "S3_ENDPOINT",
    "S3_BUCKET",
    "S3_REGION",
    "S3_ACCESS_KEY",
    "S3_SECRET_KEY",
    "BACKUP_DATABASE_URL",
    "METRICS_TOKEN",
    "SLOW_QUERY_MS",
    "WEBHOOKS_TO_PRIVATE",
    "PG_BINDIR",
];

struct Reader<'a> {
    values: &'a BTreeMap<String, String>,
    errors: Vec<String>,
}

impl Reader<'_> {
    fn text(&self, name: &str) -> Option<String> {
        self.values
            .get(name)
            .map(|v| v.trim().to_owned())
            .filter(|v| !v.is_empty())
    }

    fn parsed<T>(&mut self, name: &str, accepted: &str) -> Option<T>
    where
        T: FromStr,
    {
        let text = self.text(name)?;
        let value = text.parse().ok();
        if value.is_none() {
            self.errors
                .push(format!("{name}=\"{text}\": accepted is {accepted}"));
        }
        value
    }

    fn within(&mut self, name: &str, default: u64, least: u64, most: u64) -> u64 {
        let accepted = format!("a whole number from {least} to {most}");
        let value = self.parsed(name, &accepted).unwrap_or(default);
        if !(least..=most).contains(&value) {
            self.errors
                .push(format!("{name}={value}: accepted is {accepted}"));
        }
        value
    }

    fn url(&mut self, name: &str, schemes: &[&str]) -> Option<String> {
        let text = self.text(name)?;
        if !schemes.iter().any(|s| text.starts_with(s)) {
            self.errors.push(format!(
                "{name}: accepted is an address that begins with {}",
                schemes.join(" or ")
            ));
        }
        Some(text)
    }

    /// All that says where the bucket is and who may use it, or nothing of it.
    fn s3(&mut self) -> Option<S3> {
        let endpoint = self.url("S3_ENDPOINT", &["http://", "https://"]);
        let needed = ["S3_BUCKET", "S3_ACCESS_KEY", "S3_SECRET_KEY"];
        let given = needed.map(|name| self.text(name));
        if let (Some(endpoint), [Some(bucket), Some(access_key), Some(secret_key)]) =
            (&endpoint, given.clone())
        {
            return Some(S3 {
                endpoint: endpoint.clone(),
                bucket,
                region: self
                    .text("S3_REGION")
                    .unwrap_or_else(|| "us-east-1".to_owned()),
                access_key,
                secret_key,
            });
        }
        if endpoint.is_some() || given.iter().any(Option::is_some) {
            self.errors.push(
                "S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY, S3_SECRET_KEY: set all four, or none for files in the data folder"
                    .to_owned(),
            );
        }
        None
    }

    fn check_database(&mut self) {
        if self.values.contains_key("MIGRATION_DATABASE_URL") && self.text("DATABASE_URL").is_none()
        {
            self.errors.push(
                "MIGRATION_DATABASE_URL is set but DATABASE_URL is not: set both, or neither for the private database".to_owned(),
            );
        }
    }
}

impl Config {
    pub fn from_environment() -> Result<Config, ConfigErrors> {
        Config::from_values(&std::env::vars().collect())
    }

    /// The same from given values.
    pub fn from_values(values: &BTreeMap<String, String>) -> Result<Config, ConfigErrors> {
        let cores = std::thread::available_parallelism().map_or(2, usize::from) as u64;
        let mut r = Reader {
            values,
            errors: Vec::new(),
        };
        let postgres = ["postgres://", "postgresql://"];
        let config = Config {
            bind: r
                .parsed("BIND", "an IP address such as 127.0.0.1 or 0.0.0.0")
                .unwrap_or(IpAddr::from([127, 0, 0, 1])),
            port: r.within("PORT", 8080, 1, 65_535) as u16,
            data_dir: r
                .text("DATA_DIR")
                .map_or_else(default_data_dir, PathBuf::from),
            database_url: r.url("DATABASE_URL", &postgres),
            migration_database_url: r.url("MIGRATION_DATABASE_URL", &postgres),
            registration: r.parsed("REGISTRATION", "open or invited"),
            public_url: r
                .url("PUBLIC_URL", &["http://", "https://"])
                .map(|u| u.trim_end_matches('/').to_owned()),
            smtp_url: r.url("SMTP_URL", &["smtp://", "smtps://"]),
            mail_from: r
                .text("MAIL_FROM")
                .unwrap_or_else(|| "invest-crm@localhost".to_owned()),
            token_secret: r.text("TOKEN_SECRET"),
            sign_ins_per_address: r.within("SIGN_INS_PER_ADDRESS", 10_000, 1, 1_000_000),
            workers: r.within("WORKERS", cores, 1, 256) as usize,
            pool_size: r.within("POOL_SIZE", 16, 2, 500) as u32,
            log: r.text("LOG").unwrap_or_else(|| "info".to_owned()),
            log_format: r
                .parsed("LOG_FORMAT", "text or json")
                .unwrap_or(LogFormat::Text),
            import_limit: r.within("IMPORT_LIMIT_MB", 64, 1, 1024) << 20,
            file_limit: r.within("FILE_LIMIT_MB", 200, 1, 4096) << 20,
            s3: r.s3(),
            backup_database_url: r.url("BACKUP_DATABASE_URL", &postgres),
            metrics_token: r.text("METRICS_TOKEN"),
            slow_query: std::time::Duration::from_millis(r.within("SLOW_QUERY_MS", 500, 1, 60_000)),
            count_statements: false,
            webhooks_to_private: r.parsed("WEBHOOKS_TO_PRIVATE", "true or false") == Some(true),
        };
        r.check_database();
        if r.errors.is_empty() {
            Ok(config)
        } else {
            Err(ConfigErrors(r.errors))
        }
    }

    /// Cookies are for encrypted connections only where people come by one.
    pub fn secure_cookies(&self) -> bool {
        self.public_url
            .as_deref()
            .is_some_and(|u| u.starts_with("https://"))
    }

    /// The address for links in letters and for the line printed at start.
    pub fn address(&self) -> String {
        self.public_url
            .clone()
            .unwrap_or_else(|| format!("http://{}:{}", self.bind, self.port))
    }
}

/// As root a folder that the database's own user can reach, else one beside the program.
fn default_data_dir() -> PathBuf {
    if rustix::process::geteuid().is_root() {
        PathBuf::from("/var/lib/invest-crm")
    } else {
        PathBuf::from("data")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Config, ConfigErrors> {
        Config::from_values(
            &pairs
                .iter()
                .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
                .collect(),
        )
    }

    #[test]
    fn nothing_set_is_a_working_configuration() {
        let config = read(&[]).expect("defaults");
        assert_eq!(
            (config.port, config.bind.to_string()),
            (8080, "127.0.0.1".to_owned())
        );
    }

    #[test]
    fn all_that_is_wrong_is_named_at_once() {
        let errors = read(&[
            ("PORT", "eighty"),
            ("REGISTRATION", "closed"),
            ("DATABASE_URL", "mysql://x"),
            ("S3_BUCKET", "files"),
        ])
        .expect_err("four mistakes")
        .to_string();
        for name in ["PORT", "REGISTRATION", "DATABASE_URL", "S3_ENDPOINT"] {
            assert!(errors.contains(name), "{errors}");
        }
    }
}

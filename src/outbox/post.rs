//! The way out of the house: the mail server of SMTP_URL, or a folder of .eml files where none is set.

use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use lettre::message::header::{ContentTransferEncoding, ContentType};
use lettre::message::{Body, Mailbox, Message};
use lettre::{SmtpTransport, Transport};

use super::model::Letter;
use crate::config::Config;

/// How long the mail server may take for one answer.
const PATIENCE: Duration = Duration::from_secs(8);

/// Where letters go.
pub struct Post {
    from: Mailbox,
    way: Way,
}

enum Way {
    Server(Box<SmtpTransport>),
    Folder(PathBuf),
}

/// A letter that did not leave.
#[derive(Debug)]
pub struct NotSent {
    /// Trying again would change nothing.
    pub is_final: bool,
    pub why: String,
}

fn for_good(why: impl ToString) -> NotSent {
    NotSent {
        is_final: true,
        why: why.to_string(),
    }
}

fn for_now(why: impl ToString) -> NotSent {
    NotSent {
        is_final: false,
        why: why.to_string(),
    }
}

impl Post {
    /// Reads the settings; says which one is wrong.
    pub fn of(config: &Config) -> Result<Post, String> {
        let from = config
            .mail_from
            .parse()
            .map_err(|e| format!("MAIL_FROM: {e}"))?;
        let way = match &config.smtp_url {
            Some(url) => {
                let builder = SmtpTransport::from_url(url).map_err(|e| format!("SMTP_URL: {e}"))?;
                Way::Server(Box::new(builder.timeout(Some(PATIENCE)).build()))
            }
            None => Way::Folder(config.data_dir.join("outbox")),
        };
        Ok(Post { from, way })
    }

    pub fn send(&self, letter: &Letter) -> Result<(), NotSent> {
        match &self.way {
            Way::Server(server) => {
                let message = self.message(letter, Body::new(letter.body.clone()))?;
                server.send(&message).map(|_| ()).map_err(|e| NotSent {
                    is_final: e.is_permanent(),
                    why: e.to_string(),
                })
            }
            Way::Folder(folder) => {
                // Readable without a mail program; no server on the way could stumble over long lines.
                let lines = letter.body.replace('\n', "\r\n").into_bytes();
                let plain = ContentTransferEncoding::EightBit;
                let body = Body::dangerous_pre_encoded(lines, plain);
                let message = self.message(letter, body)?;
                write_file(folder, letter, &message.formatted()).map_err(for_now)
            }
        }
    }

    fn message(&self, letter: &Letter, body: Body) -> Result<Message, NotSent> {
        // The same letter sent twice after a crash has one id, so that mail programs show it once.
        let id = format!("<{}@{}>", letter.id, self.from.email.domain());
        Message::builder()
            .from(self.from.clone())
            .to(letter.to.parse().map_err(for_good)?)
            .subject(letter.subject.clone())
            .message_id(Some(id))
            .header(ContentType::TEXT_PLAIN)
            .body(body)
            .map_err(for_good)
    }
}

/// Under another name first: whoever watches the folder sees whole letters only.
fn write_file(folder: &std::path::Path, letter: &Letter, bytes: &[u8]) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    std::fs::create_dir_all(folder)?;
    let half = folder.join(format!("{}.part", letter.id));
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&half)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(half, folder.join(format!("{}.eml", letter.id)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn without_a_mail_server_a_letter_becomes_a_readable_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let settings = [(
            "DATA_DIR".to_owned(),
            folder.path().to_string_lossy().into_owned(),
        )];
        let config = Config::from_values(&settings.into()).expect("settings");
        let letter = Letter {
            id: Uuid::now_v7(),
            to: "a.vetrova@agency.example".to_owned(),
            subject: "Invest CRM: новый пароль".to_owned(),
            body: "Здравствуйте.\n\nhttp://127.0.0.1:8080/password/reset/0a1b\n".to_owned(),
            link_for: None,
        };
        Post::of(&config)
            .expect("a post")
            .send(&letter)
            .expect("written");
        let path = folder.path().join(format!("outbox/{}.eml", letter.id));
        let text = std::fs::read_to_string(path).expect("a file");
        assert!(text.contains("To: a.vetrova@agency.example"), "{text}");
        assert!(text.contains("/password/reset/0a1b"), "{text}");
        assert!(text.contains("Здравствуйте."), "{text}");
    }

    #[test]
    fn an_address_that_is_none_is_given_up_at_once() {
        let config = Config::from_values(&Default::default()).expect("settings");
        let letter = Letter {
            id: Uuid::now_v7(),
            to: "nobody".to_owned(),
            subject: String::new(),
            body: String::new(),
            link_for: None,
        };
        let refused = Post::of(&config).expect("a post").send(&letter);
        assert!(refused.expect_err("no address").is_final);
    }
}

//! Words for the closed lists: states of a project, types and levels of support, bodies and outcomes of
//! decisions. Abbreviations, slips and English included; what is not clearly one of them is None.

use std::sync::OnceLock;

use crate::imports::draft::{ClientKind, DecisionKind, Level, Outcome, ProjectState, SupportType};
use crate::values::names::{HolderKind, read_form};
use crate::values::text::{edits, fold_words};

type State = ProjectState;

const STATES: &[(&str, State)] = &[
    ("неполная заявка", State::ApplicationShort),
    ("не полная заявка", State::ApplicationShort),
    ("неполная", State::ApplicationShort),
    ("не полная", State::ApplicationShort),
    ("нз", State::ApplicationShort),
    ("краткая заявка", State::ApplicationShort),
    ("предварительная заявка", State::ApplicationShort),
    ("неполный пакет", State::ApplicationShort),
    ("сбор документов", State::ApplicationShort),
    ("черновик", State::ApplicationShort),
    ("application short", State::ApplicationShort),
    ("incomplete", State::ApplicationShort),
    ("incomplete application", State::ApplicationShort),
    ("draft", State::ApplicationShort),
    ("полная заявка", State::ApplicationFull),
    ("полн заявка", State::ApplicationFull),
    ("полная", State::ApplicationFull),
    ("пз", State::ApplicationFull),
    ("заявка принята", State::ApplicationFull),
    ("полный пакет", State::ApplicationFull),
    ("application full", State::ApplicationFull),
    ("complete application", State::ApplicationFull),
    ("full application", State::ApplicationFull),
    ("на рассмотрении комиссии", State::InCommission),
    ("на рассмотрении", State::InCommission),
    ("рассмотрение", State::InCommission),
    ("рассматривается", State::InCommission),
    ("рассмотрение комиссии", State::InCommission),
    ("на рассм", State::InCommission),
    ("рассм комиссии", State::InCommission),
    ("на комиссии", State::InCommission),
    ("комиссия", State::InCommission),
    ("мвк", State::InCommission),
    ("эг", State::InCommission),
    ("мвк эг", State::InCommission),
    ("на мвк", State::InCommission),
    ("вынесен на комиссию", State::InCommission),
    ("in commission", State::InCommission),
    ("under review", State::InCommission),
    ("на сопровождении", State::OnSupport),
    ("сопровождение", State::OnSupport),
    ("сопровождается", State::OnSupport),
    ("сопров", State::OnSupport),
    ("на сопров", State::OnSupport),
    ("сопр", State::OnSupport),
    ("ведем", State::OnSupport),
    ("реализуется", State::OnSupport),
    ("в реализации", State::OnSupport),
    ("в работе", State::OnSupport),
    ("on support", State::OnSupport),
    ("supported", State::OnSupport),
    ("приостановлено", State::Frozen),
    ("приостановлен", State::Frozen),
    ("приостан", State::Frozen),
    ("пауза", State::Frozen),
    ("на паузе", State::Frozen),
    ("заморожен", State::Frozen),
    ("заморожено", State::Frozen),
    ("frozen", State::Frozen),
    ("on hold", State::Frozen),
    ("paused", State::Frozen),
    ("suspended", State::Frozen),
    ("завершено", State::Ended),
    ("завершен", State::Ended),
    ("завершение", State::Ended),
    ("закончен", State::Ended),
    ("реализован", State::Ended),
    ("реализовано", State::Ended),
    ("готово", State::Ended),
    ("выполнено", State::Ended),
    ("закрыт", State::Ended),
    ("закрыто", State::Ended),
    ("ended", State::Ended),
    ("finished", State::Ended),
    ("completed", State::Ended),
    ("done", State::Ended),
    ("в архиве", State::Archived),
    ("архив", State::Archived),
    ("архивный", State::Archived),
    ("в арх", State::Archived),
    ("арх", State::Archived),
    ("archived", State::Archived),
    ("archive", State::Archived),
    ("удалено", State::Deleted),
    ("удален", State::Deleted),
    ("удалить", State::Deleted),
    ("дубль", State::Deleted),
    ("дубль удалить", State::Deleted),
    ("на удаление", State::Deleted),
    ("в корзине", State::Deleted),
    ("deleted", State::Deleted),
];

/// The state that a text names, slips of up to two letters allowed in longer words.
pub fn read_state(raw: &str) -> Option<ProjectState> {
    let words = fold_words(raw);
    if words.is_empty() {
        return None;
    }
    if let Some((_, state)) = STATES.iter().find(|(w, _)| *w == words) {
        return Some(*state);
    }
    if words.len() > 90 {
        return None;
    }
    let glued: String = words.split(' ').collect();
    if let Some((_, state)) = STATES
        .iter()
        .find(|(w, _)| w.len() > 8 && w.replace(' ', "") == glued)
    {
        return Some(*state);
    }
    if let Some(state) = abbreviated_state(&words) {
        return Some(state);
    }
    let length = words.chars().count();
    let allowed = match length {
        0..=5 => return None,
        6..=9 => 1,
        _ => 2,
    };
    let mut best: Option<(usize, ProjectState)> = None;
    for (word, state, chars) in state_words() {
        if chars.abs_diff(length) > allowed {
            continue;
        }
        let n = edits(word, &words, allowed);
        if n <= allowed {
            match best {
                Some((m, s)) if m == n && s != *state => return None,
                Some((m, _)) if m <= n => {}
                _ => best = Some((n, *state)),
            }
        }
    }
    best.map(|(_, s)| s)
}

/// The words of states with their lengths, counted once.
fn state_words() -> &'static [(&'static str, ProjectState, usize)] {
    static WORDS: OnceLock<Vec<(&'static str, ProjectState, usize)>> = OnceLock::new();
    WORDS.get_or_init(|| {
        STATES
            .iter()
            .map(|(w, s)| (*w, *s, w.chars().count()))
            .collect()
    })
}

/// "непол заявка", "на сопр": each word the beginning of the other's, three letters at least.
fn abbreviated_state(words: &str) -> Option<ProjectState> {
    let mut found = None;
    for (name, state) in STATES {
        let fits = words.split(' ').count() == name.split(' ').count()
            && words
                .split(' ')
                .zip(name.split(' '))
                .all(|(w, n)| w == n || (w.chars().count() >= 3 && n.starts_with(w)));
        if fits && found.is_some_and(|f| f != *state) {
            return None;
        }
        if fits {
            found = Some(*state);
        }
    }
    found
}

/// The state that a longer text begins with, as legends write it: "на сопровождении (ведём)",
/// "удалено — дубль".
pub fn state_in_front(raw: &str) -> Option<ProjectState> {
    let head = raw
        .split(['(', '—', '–', '-', ',', ';', '=', ':'])
        .next()
        .unwrap_or(raw);
    read_state(head).or_else(|| read_state(raw))
}

/// Level of a programme.
pub fn read_level(raw: &str) -> Option<Level> {
    let w = fold_words(raw);
    Some(match w.as_str() {
        "фб" | "рф" => Level::Federal,
        "об" | "рб" | "кб" | "край" | "область" => Level::Regional,
        "мб" | "мо" | "гo" => Level::Municipal,
        _ if w.starts_with("фед") || w.starts_with("fed") => Level::Federal,
        _ if ["рег", "обл", "краев", "респ", "субъект", "reg"]
            .iter()
            .any(|p| w.starts_with(p)) =>
        {
            Level::Regional
        }
        _ if ["мун", "мест", "район", "город", "mun", "local"]
            .iter()
            .any(|p| w.starts_with(p)) =>
        {
            Level::Municipal
        }
        _ => return None,
    })
}

/// Type of a support measure.
pub fn read_support_type(raw: &str) -> Option<SupportType> {
    let w = fold_words(raw);
    let begins = |starts: &[&str]| {
        starts
            .iter()
            .any(|s| w.split(' ').any(|word| word.starts_with(s)))
    };
    if w.is_empty() {
        return None;
    }
    if w == "зу" || begins(&["земл", "земел", "участ", "аренд", "land"]) {
        Some(SupportType::Land)
    } else if begins(&[
        "кредит",
        "займ",
        "заем",
        "лимит",
        "гарант",
        "поручит",
        "credit",
        "loan",
    ]) {
        Some(SupportType::Credit)
    } else if begins(&["оборуд", "лизинг", "станк", "equip", "leas"]) {
        Some(SupportType::Equipment)
    } else if begins(&[
        "тех",
        "инжен",
        "подключ",
        "присоед",
        "консульт",
        "сопровожд",
        "tech",
    ]) {
        Some(SupportType::Technical)
    } else if begins(&[
        "фин",
        "субсид",
        "грант",
        "деньг",
        "денеж",
        "компенс",
        "возмещ",
        "fin",
        "grant",
        "subsid",
    ]) {
        Some(SupportType::Finance)
    } else {
        None
    }
}

/// The body that decided.
pub fn read_decision_kind(raw: &str) -> Option<DecisionKind> {
    let w = fold_words(raw);
    if w == "эг" || w.contains("эксп") || w.contains("expert") {
        Some(DecisionKind::ExpertGroup)
    } else if w == "мвк"
        || w.contains("межвед")
        || w.contains("комис")
        || w.contains("commission")
        || w == "ик"
    {
        Some(DecisionKind::Commission)
    } else {
        None
    }
}

/// Outcome of a decision. "Recommend to the commission" of an expert group is its yes.
pub fn read_outcome(raw: &str) -> Option<Outcome> {
    let w = fold_words(raw);
    let has = |parts: &[&str]| {
        parts
            .iter()
            .any(|p| w.split(' ').any(|word| word.starts_with(p)))
    };
    if has(&["снят", "снять", "отозв", "withdr", "аннулир"]) {
        Some(Outcome::Withdrawn)
    } else if has(&["доработ", "rework", "возвра"]) {
        Some(Outcome::Rework)
    } else if has(&["отлож", "перенес", "postpon", "defer"]) {
        Some(Outcome::Postponed)
    } else if has(&["отказ", "отклон", "refus", "reject", "denied"]) || w.starts_with("не ")
    {
        Some(Outcome::Refused)
    } else if has(&[
        "поддерж",
        "одобр",
        "рекоменд",
        "предостав",
        "положит",
        "согласов",
        "grant",
        "approv",
        "утверд",
    ]) {
        Some(Outcome::Granted)
    } else {
        None
    }
}

/// Kind of a client as its own column says it.
pub fn read_client_kind(raw: &str) -> Option<ClientKind> {
    let (_, kind) = read_form(raw)
        .or_else(|| read_form(crate::values::text::clean(raw).split(['/', '(']).next()?))?;
    Some(kind_of(kind))
}

/// The product's word for what a name shows.
pub fn kind_of(kind: HolderKind) -> ClientKind {
    match kind {
        HolderKind::LegalEntity => ClientKind::LegalEntity,
        HolderKind::SoleProprietor => ClientKind::SoleProprietor,
        HolderKind::Person => ClientKind::Person,
        HolderKind::Nonprofit => ClientKind::Nonprofit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_states() {
        for (raw, state) in [
            ("На сапровождении", Some(State::OnSupport)),
            ("Не полная заявка", Some(State::ApplicationShort)),
            ("Нeполная заявка", Some(State::ApplicationShort)),
            ("Полная завка", Some(State::ApplicationFull)),
            ("МВК/ЭГ", Some(State::InCommission)),
            ("Вархиве", Some(State::Archived)),
            ("в арх.", Some(State::Archived)),
            ("Завершенно", Some(State::Ended)),
            ("На расмотрении", Some(State::InCommission)),
            ("дубль - удалить", Some(State::Deleted)),
            ("Преостановлено", Some(State::Frozen)),
            ("непол. заявка", Some(State::ApplicationShort)),
            ("перезвонить", None),
            ("думает", None),
            ("-", None),
            ("на паузе у Олега", None),
            ("", None),
            ("ПЗ", Some(State::ApplicationFull)),
            ("В архиве", Some(State::Archived)),
        ] {
            assert_eq!(read_state(raw), state, "{raw}");
        }
        assert_eq!(
            state_in_front("на сопровождении (ведём)"),
            Some(State::OnSupport)
        );
        assert_eq!(
            state_in_front("удалено — дубль/удалить, Паша почистит"),
            Some(State::Deleted)
        );
        assert_eq!(state_in_front("жирным - обещали губернатору"), None);
    }

    #[test]
    fn reads_the_other_lists() {
        assert_eq!(read_level("МБ"), Some(Level::Municipal));
        assert_eq!(read_level(" фед."), Some(Level::Federal));
        assert_eq!(read_level("областная"), Some(Level::Regional));
        assert_eq!(read_support_type("ЗУ"), Some(SupportType::Land));
        assert_eq!(
            read_support_type("тех. поддержка"),
            Some(SupportType::Technical)
        );
        assert_eq!(
            read_support_type("льготный займ"),
            Some(SupportType::Credit)
        );
        assert_eq!(
            read_support_type("Финансовая поддержка"),
            Some(SupportType::Finance)
        );
        assert_eq!(
            read_decision_kind("межвед. комиссия"),
            Some(DecisionKind::Commission)
        );
        assert_eq!(
            read_decision_kind("Эксп. группа"),
            Some(DecisionKind::ExpertGroup)
        );
        assert_eq!(
            read_outcome("Снять с рассмотрения по заявлению инициатора"),
            Some(Outcome::Withdrawn)
        );
        assert_eq!(
            read_outcome("Поддержать частично, уменьшить сумму на 20%"),
            Some(Outcome::Granted)
        );
        assert_eq!(
            read_outcome("Рекомендовать к рассмотрению на МВК"),
            Some(Outcome::Granted)
        );
        assert_eq!(
            read_client_kind("инд. предприниматель"),
            Some(ClientKind::SoleProprietor)
        );
        assert_eq!(read_client_kind("НКО"), Some(ClientKind::Nonprofit));
    }
}

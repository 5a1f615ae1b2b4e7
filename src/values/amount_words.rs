//! Amounts in Russian words, as protocols and contracts write them. Pure.

const HUNDREDS: [&str; 10] = [
    "",
    "сто",
    "двести",
    "триста",
    "четыреста",
    "пятьсот",
    "шестьсот",
    "семьсот",
    "восемьсот",
    "девятьсот",
];
const TENS: [&str; 10] = [
    "",
    "",
    "двадцать",
    "тридцать",
    "сорок",
    "пятьдесят",
    "шестьдесят",
    "семьдесят",
    "восемьдесят",
    "девяносто",
];
const TEENS: [&str; 10] = [
    "десять",
    "одиннадцать",
    "двенадцать",
    "тринадцать",
    "четырнадцать",
    "пятнадцать",
    "шестнадцать",
    "семнадцать",
    "восемнадцать",
    "девятнадцать",
];
const ONES: [&str; 10] = [
    "",
    "один",
    "два",
    "три",
    "четыре",
    "пять",
    "шесть",
    "семь",
    "восемь",
    "девять",
];

/// The forms of a noun with 1, with 2 to 4, with 5 and more; whether it is feminine.
type Noun = ([&'static str; 3], bool);

const GROUPS: [Noun; 6] = [
    (["рубль", "рубля", "рублей"], false),
    (["тысяча", "тысячи", "тысяч"], true),
    (["миллион", "миллиона", "миллионов"], false),
    (["миллиард", "миллиарда", "миллиардов"], false),
    (["триллион", "триллиона", "триллионов"], false),
    (["квадриллион", "квадриллиона", "квадриллионов"], false),
];

/// The form of a noun that goes with a number.
fn form(n: u64, forms: [&'static str; 3]) -> &'static str {
    match (n % 10, n % 100) {
        (_, 11..=14) => forms[2],
        (1, _) => forms[0],
        (2..=4, _) => forms[1],
        _ => forms[2],
    }
}

fn below_thousand(n: u64, feminine: bool, out: &mut Vec<&'static str>) {
    let (hundreds, rest) = ((n / 100) as usize, (n % 100) as usize);
    out.push(HUNDREDS[hundreds % 10]);
    if (10..20).contains(&rest) {
        out.push(TEENS[rest - 10]);
        return;
    }
    out.push(TENS[rest / 10]);
    out.push(match (rest % 10, feminine) {
        (1, true) => "одна",
        (2, true) => "две",
        (one, _) => ONES[one],
    });
}

/// `48 500 000,00` becomes «сорок восемь миллионов пятьсот тысяч рублей 00 копеек».
pub fn roubles_in_words(kopecks: i64) -> String {
    let whole = kopecks.unsigned_abs() / 100;
    let mut words: Vec<&'static str> = Vec::new();
    if kopecks < 0 {
        words.push("минус");
    }
    if whole == 0 {
        words.push("ноль");
    }
    for (power, (forms, feminine)) in GROUPS.iter().enumerate().rev() {
        let group = whole / 1000u64.pow(power as u32) % 1000;
        if group == 0 && power > 0 {
            continue;
        }
        below_thousand(group, *feminine, &mut words);
        words.push(form(group, *forms));
    }
    let kopecks = kopecks.unsigned_abs() % 100;
    let words: Vec<&str> = words.into_iter().filter(|w| !w.is_empty()).collect();
    let of = form(kopecks, ["копейка", "копейки", "копеек"]);
    format!("{} {kopecks:02} {of}", words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_agree_with_their_nouns() {
        for (kopecks, words) in [
            (0, "ноль рублей 00 копеек"),
            (100, "один рубль 00 копеек"),
            (201, "два рубля 01 копейка"),
            (1_122, "одиннадцать рублей 22 копейки"),
            (100_000, "одна тысяча рублей 00 копеек"),
            (200_015, "две тысячи рублей 15 копеек"),
            (2_100_000, "двадцать одна тысяча рублей 00 копеек"),
            (
                4_850_000_000,
                "сорок восемь миллионов пятьсот тысяч рублей 00 копеек",
            ),
            (100_000_000_000, "один миллиард рублей 00 копеек"),
            (11_400, "сто четырнадцать рублей 00 копеек"),
            (
                230_000_000_000_050,
                "два триллиона триста миллиардов рублей 50 копеек",
            ),
            (-500, "минус пять рублей 00 копеек"),
        ] {
            assert_eq!(roubles_in_words(kopecks), words, "{kopecks}");
        }
    }
}

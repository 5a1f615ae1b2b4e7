//! Joins the rows of a planned workbook into clients, projects, supports and decisions. Pure: the same
//! workbook, plan and knowledge always give the same draft.

mod addresses;
mod cells;
mod client_contacts;
mod clients;
mod cluster;
mod custom_values;
mod finish;
mod identity;
mod joiner;
mod likeness;
mod matching;
mod matching_projects;
mod placing;
mod projects;
mod records;
mod shifted;
mod similar;
mod support_decision;
mod words;

pub use custom_values::CustomColumns;
pub use shifted::straighten;
pub use similar::project_key;

use std::sync::Arc;

use crate::imports::draft::Draft;
use crate::imports::reading::Workbook;
use crate::imports::understanding::{Knowledge, Plan};

use self::joiner::Joiner;

/// Makes the draft of an import. A plan changed by a person is simply run again.
pub fn draft(workbook: &Arc<Workbook>, plan: &Plan, knowledge: &Knowledge) -> Draft {
    let mut joiner = Joiner::new(workbook, plan, knowledge);
    let contexts = joiner.sheet_contexts();
    joiner.report_sheets();
    let identities = identity::collect(&mut joiner, &contexts);
    let clients = cluster::cluster(&mut joiner, &identities);
    records::fill(&mut joiner, &contexts, &identities, &clients);
    drop((identities, clients));
    finish::finish(joiner)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::imports::draft::{ClientKind, ProblemKind, ProjectState};
    use crate::imports::reading::read_bytes;
    use crate::imports::understanding::understand;

    fn draft_of(csv: &str) -> Draft {
        let mut workbook = read_bytes(csv.as_bytes()).expect("a readable table");
        let knowledge = Knowledge::default();
        let mut plan = understand(&workbook, &knowledge);
        if straighten(&mut workbook, &plan, &knowledge) {
            plan = understand(&workbook, &knowledge);
        }
        let workbook = Arc::new(workbook);
        draft(&workbook, &plan, &knowledge)
    }

    fn kinds(draft: &Draft) -> Vec<ProblemKind> {
        draft.problems.iter().map(|p| p.kind).collect()
    }

    #[test]
    fn spellings_of_one_inn_are_one_client() {
        let d = draft_of(
            "Заявитель;ИНН;Проект;Стоимость, млн руб.;Статус;Дата заявки\n\
             ООО «Вектор»;7707083893;Склад;12,5;НЗ;12.03.2021\n\
             \"\"\"Вектор\"\", ООО\";77 07083893;Теплица;5;на сопров.;март 2021\n\
             то же;;Кафе;уточняется;думает;31.02.2021\n\
             Итого;;;17,5;;\n",
        );
        assert_eq!((d.clients.len(), d.projects.len()), (1, 3));
        assert_eq!(
            d.client_label(crate::imports::draft::ClientIndex(0)),
            "ООО «Вектор»"
        );
        assert_eq!(d.projects[0].total, Some(1_250_000_000));
        assert_eq!(d.projects[1].state, Some(ProjectState::OnSupport));
        assert_eq!(
            (
                d.projects[2].total,
                d.projects[2].state,
                d.projects[2].application_date
            ),
            (None, None, None)
        );
        assert_eq!(d.projects[2].notes.len(), 3);
        for kind in [
            ProblemKind::AmountNotNumber,
            ProblemKind::StateUnknown,
            ProblemKind::DateImpossible,
            ProblemKind::DateMonth,
        ] {
            assert!(kinds(&d).contains(&kind), "{kind:?}");
        }
    }

    #[test]
    fn an_ambiguous_sum_is_read_as_the_rest_of_its_column() {
        let total = |other: &str| {
            let d = draft_of(&format!(
                "Клиент;Проект;Стоимость\nООО «А»;Склад;1.234\nООО «Б»;Цех;{other}\n"
            ));
            (
                d.projects[0].total,
                kinds(&d).contains(&ProblemKind::AmountAmbiguous),
            )
        };
        assert_eq!(total("12.5"), (Some(123), false));
        assert_eq!(total("1.234.567"), (Some(123_400), false));
        assert_eq!(total("7000"), (Some(123_400), true));
    }

    #[test]
    fn one_name_with_two_inn_is_two_clients() {
        let d = draft_of(
            "Клиент;ИНН;Проект;Телефон\n\
             ООО «Маяк»;7707083893;Склад;8 (912) 345-67-89\n\
             ООО «Маяк»;7830002293;Цех;8 (912) 345-67-88\n\
             ИП Сидоров Пётр Ильич;500100732259;Кафе;30-73-95\n\
             Сидоров П.И., ИП;;Кафе 2;\n",
        );
        assert_eq!((d.clients.len(), d.projects.len()), (3, 4));
        assert_eq!(d.clients[2].kind, ClientKind::SoleProprietor);
        assert_eq!(d.text(d.clients[2].last_name), "Сидоров");
        assert_eq!(d.duplicates.len(), 1);
        assert!(kinds(&d).contains(&ProblemKind::PhoneShort));
    }

    #[test]
    fn a_row_that_slipped_is_read_where_it_belongs_and_said() {
        let head = "Клиент;Проект;ИНН;Стоимость;Рабочие места;Дата заявки;Статус\n\
            ООО «А»;Склад;7707083893;100 000;5;12.03.2021;в архиве\n";
        for row in [
            // A cell was taken out, one was put in, all stands one to the right.
            "ООО «Б»;Цех;4 091 000,00;5;14.03.2021;на сопровождении\n",
            "ООО «Б»;Цех;7830002293;;4 091 000,00;5;14.03.2021;на сопровождении\n",
            ";ООО «Б»;Цех;7830002293;4 091 000,00;5;14.03.2021;на сопровождении\n",
        ] {
            let d = draft_of(&format!("{head}{row}"));
            let project = &d.projects[1];
            assert_eq!(d.text(project.name), "Цех", "{row}");
            assert_eq!(
                (project.total, project.jobs),
                (Some(409_100_000), Some(5)),
                "{row}"
            );
            assert_eq!(project.state, Some(ProjectState::OnSupport), "{row}");
            assert_eq!(kinds(&d), [ProblemKind::ShiftedRow], "{row}");
        }
    }

    #[test]
    fn columns_without_a_home_are_kept() {
        let d = draft_of(
            "Клиент;Проект;Сумма;Кадастровый номер;Фото\n\
             ООО «А»;Склад;100 000;65:08:0064181:63;да\n\
             ООО «Б»;Цех;200 000;65:08:0064181:64;нет\n\
             ООО «В»;Дом;300 000;65:08:0064181:65;+\n",
        );
        let columns = d.custom_columns();
        let cells = d.custom_of_project(&columns, crate::imports::draft::ProjectIndex(1));
        let shown: Vec<_> = cells
            .iter()
            .map(|(f, c)| (d.fields[usize::from(f.0)].label.as_str(), d.cell_text(*c)))
            .collect();
        assert_eq!(
            shown,
            [
                ("Кадастровый номер", "65:08:0064181:64".into()),
                ("Фото", "нет".into())
            ]
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_cells_under_a_header_make_a_draft(rows in proptest::collection::vec(proptest::collection::vec("[-а-яА-Я0-9 .,/+()«»@]{0,14}", 7), 1..12)) {
            let mut csv = String::from("Клиент;ИНН;Проект;Сумма;Статус;Дата заявки;Телефон\n");
            for row in &rows {
                csv.push_str(&row.join(";"));
                csv.push('\n');
            }
            let d = draft_of(&csv);
            prop_assert!(d.projects.len() <= rows.len() && d.clients.len() <= rows.len());
            prop_assert!(d.projects.iter().all(|p| p.total.is_none_or(|t| t >= 0)));
        }
    }
}

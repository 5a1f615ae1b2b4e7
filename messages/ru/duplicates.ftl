# duplicates: what people read in this room.

duplicates-title = Похожие клиенты
duplicates-lead = Пары, которые могут быть одним клиентом. Совпавший ИНН говорит почти наверняка, совпавшее название — только вопрос.
duplicates-none = Похожих клиентов нет.
duplicates-none-way = Новые пары появятся здесь сами после загрузки книги или создания клиентов.
duplicates-compare = Сравнить
duplicates-not-same = Это разные клиенты
duplicates-compare-title = Один клиент или два?
duplicates-no-reason = Общих признаков у этих клиентов нет.
duplicates-score = Похожи на { $x } %:
duplicates-field = Поле
duplicates-stays = Остаётся
duplicates-goes = Присоединяется
duplicates-people = Контактов
duplicates-moves = К оставшемуся клиенту перейдёт всё: { $x }. История обоих будет читаться вместе, старая ссылка поведёт к нему. Объединение можно отменить в течение 30 дней.
duplicates-merge = Объединить
duplicates-merging = Объединяем…
duplicates-turn = Поменять местами
duplicates-back = Вернуться к списку
duplicates-recent = Недавно объединённые
duplicates-recent-hint = Отмена возвращает проекты и контакты. Изменённое людьми после объединения остаётся как есть.
duplicates-undo = Разъединить
duplicates-changed = Одного из клиентов успели изменить. Проверьте ещё раз и объедините снова.
duplicates-too-late = Прошло больше 30 дней, объединение уже не отменить.
duplicates-link = Похожие клиенты
duplicates-same-inn = Тот же ИНН
duplicates-other-kpp = Разные КПП
duplicates-same-ogrn = Тот же ОГРН
duplicates-same-name = То же название
duplicates-similar-name = Похожее название
duplicates-same-phone = Общий телефон
duplicates-same-email = Общая почта
duplicates-same-district = Тот же район
duplicates-projects =
    { $n ->
        [0] проектов нет
        [one] { $n } проект
        [few] { $n } проекта
       *[many] { $n } проектов
    }
duplicates-contacts =
    { $n ->
        [0] контактов нет
        [one] { $n } контакт
        [few] { $n } контакта
       *[many] { $n } контактов
    }
client-merged = Присоединён клиент
client-merged-into = Присоединён к клиенту
client-merge-undone = Разъединён с клиентом
done-duplicates-merged = Клиенты объединены
done-duplicates-apart = Запомнили: это разные клиенты
done-duplicates-again = Пара снова в списке
done-duplicates-undone = Клиенты разъединены
done-duplicates-undone-partly = Клиенты разъединены. Поля, изменённые после объединения, остались как есть

# directories: what people read in this room.

settings-directories = Справочники
directory-industry = Отрасли
directory-district = Районы
directory-city = Населённые пункты
directory-programme = Программы поддержки
directory-body = Органы, оказывающие поддержку
directory-add = Новая запись
directory-add-do = Добавить
directory-name = Название
directory-level = Уровень
directory-used = Использований
directory-empty = В этом справочнике пока пусто.
directory-name-needed = Введите название
directory-name-taken = Такая запись уже есть: { $x }
directory-name-retired = Такая запись есть, но не используется: { $x }. Откройте её и верните в работу
directory-level-unknown = Выберите уровень из списка
directory-rename-hint = Новое название появится во всех строках
directory-active = Предлагать при заполнении
directory-active-hint = Без отметки запись остаётся в старых строках, но новым не предлагается
directory-merged-stays = Запись заменена другой, вернуть её нельзя
directory-stale = Пока вы правили, запись сохранил кто-то другой. Сейчас она называется так: { $x }. Проверьте и сохраните ещё раз.
directory-merge = Заменить другой записью
directory-merge-hint = Все строки, где стоит «{ $x }», получат выбранную запись. Отменить это нельзя.
directory-into = Заменить на
directory-into-needed = Выберите запись, которая останется
directory-merge-do = Заменить
directory-merged-into = заменена на «{ $x }»
directory-retired = не используется
directory-uses =
    { $n ->
        [0] Нигде не стоит
        [one] Стоит в { $n } строке
        [few] Стоит в { $n } строках
       *[many] Стоит в { $n } строках
    }
done-directory-added = Запись добавлена
done-directory-saved = Запись сохранена
done-directory-merged = Запись заменена

# errors: what people read in this room.

error-not-found = Такой страницы или записи нет.
error-not-found-way = Проверьте адрес или вернитесь в реестр.
error-may-not = Это вам недоступно.
error-invalid = Так сохранить нельзя.
error-not-now = Сейчас это невозможно.
error-no-room = Файл не сохранён.
error-conflict = Запись изменили, пока вы её правили.
error-conflict-way = Обновите страницу и сравните значения.
error-too-many = Слишком много попыток.
error-bad-request = Запрос не удалось понять.
error-bad-request-way = Вернитесь и попробуйте ещё раз.
error-too-large = Это больше, чем можно отправить за один раз.
error-nul = В тексте есть недопустимый знак с кодом 0.
error-broken-off = Передача прервалась. Отправьте ещё раз.
error-not-signed-in = Сеанс закончился.
error-not-signed-in-way = Войдите, чтобы продолжить.
error-other-person = В этом браузере вошёл другой человек.
error-other-person-way = Правки ждут того, кто их сделал.
error-no-organization = Вы больше не состоите в этой организации.
error-no-organization-way = Выберите другую или попросите приглашение.
error-foreign-form = Форма отправлена не с нашей страницы.
error-foreign-form-way = Откройте страницу заново и повторите.
error-method = Так к этому адресу не обращаются.
error-database-away = База данных сейчас недоступна.
error-database-away-way = Ничего не потеряно: страница обновится сама, как только связь вернётся.
error-looking-again = Пробуем снова через несколько секунд
error-broken = Что-то сломалось у нас.
error-broken-way = Введённое сохранено, попробуйте ещё раз. Номер для поддержки: {$x}
error-to-register = К реестру
may-not-others = Этот проект ведёт другой специалист: вы можете смотреть, но не изменять его
may-not-viewer = Вы можете смотреть, но не изменять
may-not-role = Для этого нужна другая роль. Её назначает администратор
error-too-many-way = { $n ->
    [one] Попробуйте через {$n} секунду.
    [few] Попробуйте через {$n} секунды.
    [many] Попробуйте через {$n} секунд.
   *[other] Попробуйте через {$n} секунды.
}

# accounts: what people read in this room.

role-owner = Владелец
role-admin = Администратор
role-manager = Руководитель
role-member = Специалист
role-viewer = Наблюдатель
sign-in-title = Вход для сотрудников
sign-in-do = Войти
sign-in-stays = Не выходить на этом компьютере
sign-in-forgot = Не помню пароль
sign-in-no-access = Нет доступа? Его выдаёт администратор агентства.
sign-in-wrong = Почта или пароль не подошли.
sign-in-wrong-way = Проверьте раскладку и Caps Lock.
sign-in-kept = Введённое сохранено: войдите, и форма откроется снова.
email-work = Рабочая почта
password = Пароль
password-hint = От 8 до 200 знаков
password-length = В пароле от 8 до 200 знаков
email-bad = Это не похоже на адрес почты, например a.vetrova@agency.ru
email-taken = С этой почтой уже есть учётная запись
name-needed = Введите имя, до 200 знаков
organization-name = Название организации
organization-name-needed = Введите название, до 200 знаков
organization-region = Регион
time-zone = Часовой пояс
time-zone-unknown = Такого часового пояса нет
your-name = Ваше имя
organizations-choose = Выбрать организацию
first-organization-title = Первая организация
first-organization-text = На этом сервере ещё никого нет. Назовите организацию и себя: вы станете её владельцем, остальных пригласите потом.
first-organization-do = Создать организацию
first-organization-exists = Организация уже создана. Попросите приглашение у её владельца.
continue-title = Вы снова вошли
continue-text = Введённое сохранено. Продолжите с того же места.
continue-do = Вернуться к форме
your-name-hint = Фамилия и имя: так вас увидят коллеги
have-account = Уже есть учётная запись?
to-sign-in = Ко входу
sign-up-link = Создать свою организацию
sign-up-title = Новая организация
sign-up-text = Назовите организацию и себя: вы станете её владельцем, остальных пригласите потом.
organizations-title = Ваши организации
organizations-current = открыта сейчас
organizations-none = Вы не состоите ни в одной организации.
organizations-none-way = Попросите приглашение у её администратора: он пришлёт ссылку. Учётная запись останется прежней.
invited-title = Приглашение
invited-words = {$who} приглашает вас. Роль: {$role}.
invited-join = Вступить
invited-open = Открыть организацию
invited-member = Вы уже состоите в этой организации. Приглашение можно передать другому человеку.
invited-other = Войти под другой почтой
invited-sign-in = Войдите и вступите
invitation-ended = Приглашение больше не действует
invitation-ended-way = Оно действует 7 дней и для одного человека, его могли и отозвать. Попросите новое у того, кто вас пригласил.
forgot-title = Новый пароль
forgot-text = Мы пришлём письмо со ссылкой, по которой вы зададите новый пароль.
forgot-do = Прислать ссылку
forgot-sent = Если есть учётная запись с почтой {$x}, письмо уже в пути.
forgot-sent-way = Ссылка в нём действует час. Не приходит? Загляните в «Спам» или спросите администратора.
reset-title = Новый пароль
reset-text = После этого все ваши сеансы закончатся, и вы войдёте с новым паролем.
reset-do = Сохранить пароль
reset-ended = Ссылка больше не действует
reset-ended-way = Она действует час и один раз. Попросите новую: это займёт минуту.
reset-ask-again = Прислать новую ссылку
done-password-reset = Пароль сохранён. Войдите с ним.
letter-reset-subject = Invest CRM: новый пароль
letter-reset-body =
    Здравствуйте.

    Кто-то, вероятно вы, попросил новый пароль для Invest CRM. Задайте его по ссылке:

    {$link}

    Ссылка действует час и один раз. Если вы ничего не просили, ничего делать не нужно: пароль остаётся прежним.

    Invest CRM
zone-kaliningrad = Калининград
zone-moscow = Москва
zone-samara = Самара
zone-yekaterinburg = Екатеринбург
zone-omsk = Омск
zone-krasnoyarsk = Красноярск
zone-irkutsk = Иркутск
zone-yakutsk = Якутск
zone-vladivostok = Владивосток
zone-sakhalin = Сахалин
zone-kamchatka = Камчатка

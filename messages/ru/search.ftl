# search: what people read in this room.

search-title = Поиск
search-projects = Проекты
search-clients = Клиенты
search-contacts = Люди
search-protocols = Протоколы
search-commands = Команды
search-count = { $n ->
    [one] Найдено: { $n } строка
    [few] Найдено: { $n } строки
    [many] Найдено: { $n } строк
   *[other] Найдено: { $n } строки
}
search-instead = Показано по запросу «{ $x }»
search-recent-note = Недавнее и команды
search-none = Ничего не нашлось.
search-none-way = Попробуйте часть названия, ИНН, телефон или номер проекта.
command-new-project = Новый проект
command-new-project-words = создать добавить завести заявка
command-new-client = Новый клиент
command-new-client-words = создать добавить завести компания предприниматель
command-register = К реестру
command-register-words = проекты таблица список открыть
command-clients = К клиентам
command-clients-words = список компании открыть
command-import = Загрузить файл
command-import-words = импорт excel эксель таблица книга
command-members = Сотрудники и роли
command-members-words = люди участники пригласить права коллеги
command-organization = Настройки организации
command-organization-words = название часовой пояс права
command-profile = Мой профиль
command-profile-words = имя язык тема плотность настройки
command-password = Сменить пароль
command-password-words = настройки вход
command-sessions = Мои сеансы
command-sessions-words = устройства выйти вход настройки
command-overview = К обзору
command-overview-words = суммы воронка отчёт дашборд руководителю

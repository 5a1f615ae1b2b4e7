# files: что читают люди о файлах.

files-title = Файлы
files-one = Файл
files-none = Файлов пока нет.
files-lack = Не хватает:
files-choose = Выбрать файлы
files-hint = Можно перетащить, вставить из буфера или снять телефоном. Каждый до {$n} МБ
files-send = Загрузить
files-all-zip = Скачать все одним архивом
files-in-bin = { $n ->
    [one] {$n} файл в корзине
    [few] {$n} файла в корзине
    [many] {$n} файлов в корзине
   *[other] {$n} файла в корзине
}
files-not-taken = Эти файлы не загружены, остальные на месте
files-required = Какие файлы нужны проекту
files-required-hint = Отмеченного, чего у проекта нет, карточка назовёт недостающим. Переводить проект дальше это не мешает.
files-state = Состояние
files-limit = Файл может быть до {$n} МБ; предел задаёт тот, кто ведёт сервер.
settings-files = Файлы

file-application = Заявка
file-business-plan = Бизнес-план
file-photo = Фото
file-scan = Скан
file-spending-report = Отчёт о расходах
file-other = Прочее

file-kind = Вид
file-kind-guess = Определить по файлу
file-kind-unknown = Выберите вид из списка
file-name = Название
file-name-needed = Назовите файл
file-about = О файле
file-preview = Просмотр
file-no-preview = Такой файл здесь не показать. Скачайте его.
file-open = Открыть
file-download = Скачать
file-download-name = Скачать «{$x}»
file-versions = Версии
file-version = Версия
file-version-n = версия {$n}
file-new-version = Загрузить новую версию
file-new-version-hint = До {$n} МБ. Прежние версии останутся
file-remove = В корзину
file-restore = Вернуть
file-erase = Стереть навсегда
file-erase-note = Файл и все его версии исчезнут. Вернуть их будет нельзя; запись в истории останется.
file-erase-do = Стереть
file-in-bin = Файл в корзине. Сначала верните его.
file-is-in-bin = Файл в корзине.
file-in-bin-label = В корзине
file-not-in-bin = Стереть можно только файл из корзины.

file-empty = «{$name}»: файл пустой
file-program = «{$name}»: программы и скрипты не принимаются. Если это нужно сохранить, положите в архив .zip
file-other-type = «{$name}»: содержимое не то, что обещает название. Откройте файл и сохраните его в нужном формате
file-too-large = Файл больше {$n} МБ. Уменьшите его или разделите на части
file-too-many = Слишком много за один раз. Загрузите остальное ещё одним заходом
file-none = Выберите хотя бы один файл
file-broken-off = Связь оборвалась, последний файл не загружен. Те, что уже загружены, на месте
file-no-room = На сервере кончилось место. Файл не загружен; скажите тому, кто ведёт сервер
file-store-away = Хранилище не принимает файлы. Попробуйте позже; если не выйдет, скажите тому, кто ведёт сервер

file-waiting = Ждёт
file-sending = Загружаем
file-sent = Загружен
file-broken = Связь оборвалась
file-again = Ещё раз
file-forget = Убрать
file-signed-out = Войдите снова в другой вкладке и нажмите «Ещё раз»
file-pasted = снимок

size-bytes = {$x} Б
size-kilobytes = {$x} КБ
size-megabytes = {$x} МБ
size-gigabytes = {$x} ГБ

done-files-brought = Файлы загружены
done-file-version = Новая версия загружена
done-file-removed = Файл в корзине
done-file-restored = Файл возвращён
done-file-erased = Файл стёрт

# removals: what people read of the bin and of asking for a removal.

bin-title = Корзина
bin-hint = Отсюда ничего не стирается: вернуть можно в любое время.
bin-list = Удалённые клиенты и проекты
bin-empty = В корзине пусто.
restore = Вернуть
restore-why = Почему возвращаете
done-restored = Возвращено из корзины
done-client-deleted = Клиент в корзине
done-removal-asked = Просьба отправлена руководителю
removals-title = Просят удалить
removal-decline = Оставить
removal-is-asked = Просят удалить:
removal-ask = Попросить удалить
removal-ask-do = Отправить просьбу
removal-delete-client = Удалить клиента
removal-has-projects = Сначала уберите проекты клиента: их {$n}. Клиента с проектами удалить нельзя
removal-merged = Этого клиента объединили с другим: {$x}
removal-merged-card = Открыть карточку

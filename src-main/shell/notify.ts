import type { Notification, NotificationConstructorOptions } from 'electron';

interface NotifyNeeds {
  create(options: NotificationConstructorOptions): Pick<Notification, 'show' | 'on'>;
  isSupported(): boolean;
  /** brings the window of this app forward */
  comeForward(): void;
}

/** Notifications of the desktop. Each is held on to until it is gone: Electron forgets what nobody holds, and its click with it. */
export function notifier({
  create,
  isSupported,
  comeForward,
}: NotifyNeeds): (notice: { readonly title: string; readonly body: string }, clicked: () => void) => Promise<boolean> {
  const shown = new Set<object>();
  return async ({ title, body }, clicked) => {
    if (!isSupported()) return false;
    const notice = create({ title, body });
    shown.add(notice);
    notice.on('click', () => {
      shown.delete(notice);
      comeForward();
      clicked();
    });
    notice.on('close', () => void shown.delete(notice));
    notice.show();
    return true;
  };
}

import { EventEmitter } from 'node:events';
import type { NotificationConstructorOptions } from 'electron';
import { record } from './records.ts';

let pressLast: (() => boolean) | undefined;

/** Notifications are recorded; a test presses the last one. */
export class Notification extends EventEmitter {
  readonly #options: NotificationConstructorOptions;

  constructor(options: NotificationConstructorOptions = {}) {
    super();
    this.#options = options;
  }

  static isSupported(): boolean {
    return true;
  }

  show(): void {
    record('Notification.show', this.#options);
    pressLast = () => this.emit('click');
    this.emit('show');
  }
}

/** @returns whether there was one */
export function pressLastNotification(): boolean {
  return pressLast?.() ?? false;
}

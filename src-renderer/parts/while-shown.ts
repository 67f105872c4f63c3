import { onActivated, onBeforeUnmount, onDeactivated, onMounted } from 'vue';

/** Begins when the part is drawn or shown again, and ends what it began when the part is hidden (the desk is locked) or gone. */
export function whileShown(begin: () => () => void): void {
  let end: (() => void) | null = null;
  const start = (): void => {
    end ??= begin();
  };
  const stop = (): void => {
    end?.();
    end = null;
  };
  onMounted(start);
  onActivated(start);
  onDeactivated(stop);
  onBeforeUnmount(stop);
}

/** Function keys of a screen while it is shown; not while a dialog is open, and never twice for a key that is held down. */
export function whileShownKeys(keys: Readonly<Record<string, () => void>>, free: () => boolean): void {
  const onKey = (event: KeyboardEvent): void => {
    const act = keys[event.key];
    if (!act || event.repeat || !free()) return;
    event.preventDefault();
    act();
  };
  whileShown(() => {
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
}

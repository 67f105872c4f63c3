import { disableAutoUnmount, enableAutoUnmount } from '@vue/test-utils';
import { afterAll, vi } from 'vitest';
import { language } from '../../src-renderer/wording/language.ts';

/*
 * A setup file, which every file of the window's tests runs anew: files share a window, which is made once a worker instead of once a file. What one
 * leaves there would be drawn again by the next, with its own stores behind it.
 */
disableAutoUnmount();
enableAutoUnmount(afterAll);

afterAll(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
  localStorage.clear();
  sessionStorage.clear();
  location.hash = '';
  language.value = 'en';
});

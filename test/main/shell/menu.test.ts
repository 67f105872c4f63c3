import { describe, expect, it } from 'vitest';
import { menuTemplate } from '../../../src-main/shell/menu.ts';

const roles = (platform: NodeJS.Platform, packaged: boolean): unknown =>
  menuTemplate({ platform, packaged })?.map(({ role }) => role) ?? null;

describe('the application menu', () => {
  it('is absent on a packaged desk, except on macOS where copy and paste live in it', () => {
    expect(roles('win32', true)).toBeNull();
    expect(roles('linux', true)).toBeNull();
    expect(roles('darwin', true)).toEqual(['appMenu', 'editMenu', 'windowMenu']);
  });

  it('offers reload and developer tools only to whoever builds the app', () => {
    expect(roles('linux', false)).toEqual(['editMenu', 'viewMenu']);
    expect(roles('darwin', false)).toEqual(['appMenu', 'editMenu', 'viewMenu', 'windowMenu']);
  });
});

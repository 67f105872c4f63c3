import type { MenuItemConstructorOptions } from 'electron';

/**
 * The application menu, by role only so that the system writes its words. macOS needs one for copy and paste to work;
 * elsewhere the window carries none. Reload and developer tools exist only in a build that is not packaged.
 */
export function menuTemplate(about: {
  readonly platform: NodeJS.Platform;
  readonly packaged: boolean;
}): MenuItemConstructorOptions[] | null {
  const development: MenuItemConstructorOptions[] = about.packaged ? [] : [{ role: 'viewMenu' }];
  if (about.platform === 'darwin') {
    return [{ role: 'appMenu' }, { role: 'editMenu' }, ...development, { role: 'windowMenu' }];
  }
  return development.length === 0 ? null : [{ role: 'editMenu' }, ...development];
}

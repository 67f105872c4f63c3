import type * as Electron from 'electron';
import { app } from './app.ts';
import { ipcMain } from './ipc-main.ts';
import { protocol, session } from './session.ts';
import { Notification } from './notification.ts';
import { clipboard, dialog, Menu, nativeTheme, powerMonitor, shell } from './system-modules.ts';
import { BrowserWindow } from './window.ts';

/* What `import … from 'electron'` gives the built main in the stand-in. Anything it lacks fails at link time, by name. */
export {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  Notification,
  powerMonitor,
  protocol,
  session,
  shell,
};
const electron: Partial<Record<keyof typeof Electron, unknown>> = {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  Notification,
  powerMonitor,
  protocol,
  session,
  shell,
};
export default electron;

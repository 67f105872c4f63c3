import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy, deskScheme, guardSession } from '../../src-main/shell/policy.ts';
import { StandInSession } from '../../tools/stand-in/session.ts';

/** Every permission that Electron 45 names, and one it may name tomorrow. */
const permissions = [
  'clipboard-read',
  'clipboard-sanitized-write',
  'display-capture',
  'fullscreen',
  'geolocation',
  'idle-detection',
  'media',
  'mediaKeySystem',
  'midi',
  'midiSysex',
  'notifications',
  'pointerLock',
  'keyboardLock',
  'openExternal',
  'speaker-selection',
  'storage-access',
  'top-level-storage-access',
  'window-management',
  'unknown',
  'fileSystem',
  'deprecated-sync-clipboard-read',
  'hid',
  'serial',
  'usb',
  'background-sync',
  'payment-handler',
  'something-new',
];

const guarded = (): StandInSession => {
  const session = new StandInSession('test');
  guardSession(session as unknown as Parameters<typeof guardSession>[0]);
  return session;
};

describe('the session', () => {
  it('grants everything until it is guarded: what these tests are for', async () => {
    expect(await new StandInSession('bare').judgePermission('media')).toEqual({ request: true, check: true });
  });

  it.each(permissions)('denies %s, asked or checked', async (permission) => {
    expect(await guarded().judgePermission(permission)).toEqual({ request: false, check: false });
  });

  it('downloads nothing', () => {
    let prevented = false;
    guarded().emit('will-download', { preventDefault: () => void (prevented = true) }, {}, {});
    expect(prevented).toBe(true);
  });

  it.each([
    'http://127.0.0.1:9/x',
    'https://api.stripe.com/v1/charges',
    'ws://example.com/',
    'wss://example.com/socket',
  ])('asks no network for anything: %s', (url) =>
    expect(guarded().cancels({ url, method: 'GET', resourceType: 'xhr' })).toBe(true),
  );

  it('lets the app’s own files through', () => {
    expect(guarded().cancels({ url: 'app://desk/index.html', method: 'GET', resourceType: 'mainFrame' })).toBe(false);
  });
});

describe('the content policy', () => {
  it('allows no inline code, no evaluated text, no frame, no form and no network', () => {
    expect(contentSecurityPolicy).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
    );
  });

  it('is not bypassed by the scheme: no privilege beyond those of an https origin', () => {
    expect(deskScheme).toEqual({ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } });
  });
});

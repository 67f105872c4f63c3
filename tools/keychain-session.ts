import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Step } from './steps.ts';

/*
 * The keyring announces itself on the bus a moment after its daemon returns: a test that came earlier would find a
 * locked or absent keychain, so wait for its name, five seconds at most.
 */
/* The bus tells of its own affairs on stderr; ours goes past it. */
const quietBus = 'exec 3>&2 2>/dev/null; exec dbus-run-session -- sh -c "$@"';

const script = `
exec 2>&3 3>&-
printf comptoir | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null 2>&1
tries=0
until dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets 2>/dev/null | grep -q true; do
  tries=$((tries + 1))
  [ "$tries" -lt 100 ] || { echo 'The keyring did not start.' >&2; exit 1; }
  sleep 0.05
done
"$@"
`;

/** Runs a step inside its own D-Bus session with an unlocked keyring whose files are thrown away afterwards. */
export async function inKeychainSession<T>(step: Step, run: (step: Step) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-keyring-'));
  try {
    return await run({
      ...step,
      command: 'sh',
      args: ['-c', quietBus, 'sh', script, 'sh', step.command, ...step.args],
      env: { ...step.env, XDG_DATA_HOME: folder, XDG_RUNTIME_DIR: folder, COMPTOIR_TEST_KEYCHAIN: 'ready' },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

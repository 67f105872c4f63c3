import { existsSync, readdirSync } from 'node:fs';
import { chromiumAdvice, findChromium, findHeadlessChromium } from './chromium.ts';
import { runStep } from './steps.ts';

/** What the workplace may need from the operating system beside Node. */
export type SystemPart = 'browser' | 'compiler' | 'display' | 'headless' | 'keychain' | 'pdf' | 'postgres';

interface PartNeeds {
  readonly purpose: string;
  readonly packages: readonly string[];
  readonly present: () => boolean;
}

const onPath = (program: string): boolean =>
  ['/usr/bin', '/usr/local/bin', '/bin'].some((folder) => existsSync(`${folder}/${program}`));

const hasLibrary = (name: string): boolean => {
  const folders = [
    '/usr/lib',
    '/lib',
    '/usr/lib64',
    `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`,
  ];
  return folders.some((folder) => existsSync(`${folder}/${name}`));
};

/** The folder with `initdb` and `postgres` of PostgreSQL 15 or later, newest first; undefined when there is none. */
export function postgresPrograms(): string | undefined {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return undefined;
  const versions = readdirSync(root)
    .map(Number)
    .filter((version) => version >= 15);
  const newest = versions.sort((a, b) => b - a).find((version) => existsSync(`${root}/${version}/bin/initdb`));
  return newest === undefined ? undefined : `${root}/${newest}/bin`;
}

/** A C compiler with the C library's own headers, where Linux has them. */
export function hasCompiler(): boolean {
  return onPath('gcc') && existsSync('/usr/include/stdio.h');
}

const parts = {
  browser: {
    purpose: 'the window',
    packages: ['chromium'],
    present: () => findChromium() !== undefined,
  },
  compiler: {
    purpose: 'recording what a desk does to its disk, for the power cuts',
    packages: ['gcc', 'libc6-dev'],
    present: hasCompiler,
  },
  display: {
    purpose: 'a window on a machine without a screen',
    packages: ['xvfb', 'xauth'],
    present: () => onPath('Xvfb') && onPath('xauth'),
  },
  headless: {
    purpose: 'the tour and the journeys, in a window that nobody looks at',
    packages: ['chromium-headless-shell'],
    present: () => findHeadlessChromium() !== undefined,
  },
  keychain: {
    purpose: 'keychain tests against a real keychain',
    packages: ['dbus', 'gnome-keyring', 'libsecret-1-0'],
    present: () => onPath('dbus-run-session') && onPath('gnome-keyring-daemon') && hasLibrary('libsecret-1.so.0'),
  },
  pdf: {
    purpose: 'reading a PDF back, as somebody else’s program does',
    packages: ['poppler-utils'],
    present: () => onPath('pdftotext'),
  },
  postgres: {
    purpose: 'the ledger suite on a real PostgreSQL',
    packages: ['postgresql-15'],
    present: () => postgresPrograms() !== undefined,
  },
} satisfies Record<SystemPart, PartNeeds>;

const mayInstall = (): boolean =>
  process.platform === 'linux' && existsSync('/etc/debian_version') && onPath('apt-get') && process.getuid?.() === 0;

/** A machine that is thrown away after its one run need not wait until the disk has each file for good, and nobody reads or looks at anything there. */
const onceOnly = [
  '--force-unsafe-io',
  ...['doc', 'locale', 'man'].map((folder) => `--path-exclude=/usr/share/${folder}/*`),
].flatMap((option) => ['-o', `Dpkg::Options::=${option}`]);

/** Runs apt-get quietly; its own words are shown only when it fails. */
async function apt(args: readonly string[]): Promise<boolean> {
  const { passed, output } = await runStep({
    name: 'apt-get',
    command: 'apt-get',
    args: ['-q', ...(process.env['CI'] === 'true' ? onceOnly : []), ...args],
    env: { DEBIAN_FRONTEND: 'noninteractive' },
    output: 'keep',
  });
  if (!passed) process.stderr.write(`${output.split('\n').slice(-20).join('\n')}\n`);
  return passed;
}

/** The exact command that brings the packages of these parts on Debian; for the browser elsewhere, that system's own. */
export function installCommand(wanted: readonly SystemPart[]): string {
  if (process.platform !== 'linux') return chromiumAdvice();
  return `sudo apt-get update && sudo apt-get install -y ${wanted.flatMap((part) => parts[part].packages).join(' ')}`;
}

/**
 * Makes sure that these parts of the system are there. On Debian as root the missing packages are installed, after
 * saying so; anywhere else nothing is changed.
 * @returns each part that is still missing, with the reason in one sentence.
 */
export async function ensureSystemParts(
  wanted: readonly SystemPart[],
  say: (sentence: string) => void,
): Promise<ReadonlyMap<SystemPart, string>> {
  const isMissing = (part: SystemPart): boolean => !parts[part].present();
  const lacking = wanted.filter(isMissing);
  if (lacking.length === 0) return new Map();

  if (!mayInstall()) {
    const who = process.platform === 'linux' && existsSync('/etc/debian_version') ? 'not root' : 'not a Debian system';
    return new Map(
      lacking.map((part) => [
        part,
        `needs ${parts[part].packages.join(', ')} (${parts[part].purpose}); ${who}, so nothing was installed`,
      ]),
    );
  }

  const packages = lacking.flatMap((part) => parts[part].packages);
  say(`Installing with apt-get: ${packages.join(' ')}.`);
  const install = ['install', '-y', '--no-install-recommends', ...packages];
  // The package list of a bare image is empty; of an old machine, stale. Both need the update first.
  const installed = (await apt(['update'])) && (await apt(install));
  return new Map(
    lacking
      .filter(isMissing)
      .map((part) => [
        part,
        `apt-get ${installed ? 'installed' : 'could not install'} ${parts[part].packages.join(', ')}${installed ? ' but it was not found afterwards' : ''}`,
      ]),
  );
}

import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take longest, however short they are: begun last, one of them would run alone while a core has nothing to do. */
const longest = [
  'journeys/tour',
  'journeys/links',
  'journeys/bills',
  'journeys/import-bills',
  'journeys/approvals',
  'journeys/consents',
  'journeys/bulk-capture',
  'desks/five-desks',
  'kill/kill',
  'house/rebuild',
  'house/records',
  'house/bills-found-again',
  'fails-closed/line',
  'simulation/simulation',
];

/** Which keychain a process speaks to is decided once, by the first that asks: this one brings its own, and shares its process with nobody. */
const ownProcess = 'test/main/fails-closed/real-keyring.test.ts';

/** Preloads, run with another `electron` in the place of the real one: only Vite can exchange it. */
const preloads = ['test/security/preload.test.ts', 'test/security/card-window.test.ts'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const place = ({ moduleId }: TestSpecification): number => {
      const found = longest.findIndex((name) => moduleId.includes(`/${name}.`));
      return found === -1 ? longest.length : found;
    };
    return sorted.sort((one, other) => place(one) - place(other));
  }
}

// What runs under Node, what renders, the built app in a real browser, and the same in the real Electron.
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'main',
          environment: 'node',
          include: ['test/{main,gateways,contract,security,simulation,desks,kill,powercut}/**/*.test.ts'],
          exclude: [ownProcess, ...preloads],
          pool: 'forks',
          // Node reads the sources by itself, as it does in every tool: behind Vite's loader each stack that the Stripe package takes is translated.
          experimental: { viteModuleRunner: false },
          // What a test needs is handed in, so that files may share a process: a tenth of the work is saved.
          isolate: false,
          // Real files, servers and browsers on a busy machine: how long a test may take says nothing about what it proves.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      { test: { name: 'preloads', environment: 'node', include: preloads, pool: 'forks' } },
      {
        test: {
          name: 'keyring',
          environment: 'node',
          include: [ownProcess],
          pool: 'forks',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        plugins: [vue()],
        test: {
          name: 'renderer',
          environment: 'happy-dom',
          include: ['test/renderer/**/*.test.ts'],
          setupFiles: ['test/renderer/file-end.ts'],
          // Three quarters of the work were windows and modules made anew for each file: files share both, and leave the window empty.
          pool: 'threads',
          isolate: false,
        },
      },
      {
        test: {
          name: 'journeys',
          environment: 'node',
          include: ['test/journeys/**/*.test.ts'],
          globalSetup: ['test/journeys/model-house.ts'],
          setupFiles: ['test/journeys/file-end.ts'],
          pool: 'forks',
          // What a journey needs is handed in or its own: files may share a process, which loads its tools once.
          isolate: false,
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'electron',
          environment: 'node',
          include: ['test/electron/**/*.test.ts'],
          pool: 'forks',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});

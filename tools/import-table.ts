import { posix } from 'node:path';

/*
 * Who may import whom: design.md section 4 as data. The linter and the test of the import graph both ask `judgeImport`.
 *
 * A permit is a folder (`src-main/contract`), the files directly in a folder (`src-main/gateways/*`), one file, a package
 * (`package:kysely`), any part of Node (`node:`), or one of these for types only (`types:src-main/payments`).
 * A folder may always import itself unless it says otherwise. The longest matching zone decides.
 */
export interface Zone {
  /** A folder, one file, or the files directly in a folder (`x/*`). */
  readonly files: string;
  readonly may: readonly string[];
  /** Said to whoever breaks the rule. */
  readonly sentence: string;
  readonly never?: 'itself';
}

const contract = 'src-main/contract';
const window = ['package:vue', 'package:vue-router', 'package:pinia'];
const drawing = [
  'package:reka-ui',
  'package:@lucide/vue',
  'package:@tanstack/vue-virtual',
  'package:@fontsource-variable/inter',
  'package:uqr',
];

export const zones: readonly Zone[] = [
  {
    files: 'src-main',
    may: [contract],
    sentence:
      'A new folder of src-main has no row in tools/import-table.ts yet: until then it may import the contract only.',
  },
  { files: contract, may: ['package:valibot'], sentence: 'contract may import the schema library and nothing else.' },
  {
    files: 'src-main/payments',
    may: [contract],
    sentence: 'payments is the engine: contract only; no Electron, SQL, HTTP, Node, gateways, ledger or ipc.',
  },
  {
    files: 'src-main/payments/repeat-key.ts',
    may: [contract, 'src-main/payments', 'node:crypto'],
    sentence: 'payments/repeat-key derives a key by a digest: contract and node:crypto, no randomness, nothing else.',
  },
  {
    files: 'src-main/gateways/*',
    may: [
      contract,
      'types:src-main/payments',
      'src-main/payments/ports.ts',
      'node:',
      'src-main/gateways',
      'package:stripe',
      'package:valibot',
    ],
    sentence:
      'gateways may import contract, types and ports of payments, Node and the providers’ SDK; no SQL, no Electron.',
  },
  ...['stripe', 'paysafe'].map((provider) => ({
    files: `src-main/gateways/${provider}`,
    may: [
      contract,
      'types:src-main/payments',
      // GatewayRefusal, the key of a group's next step, whose a key may be, the mark of what is not written, what of an outcome may be: values of the port
      // itself.
      'src-main/payments/ports.ts',
      'src-main/payments/repeat-key.ts',
      'src-main/payments/shared-key.ts',
      'src-main/payments/unwritten.ts',
      'src-main/payments/recall.ts',
      'src-main/payments/page-link.ts',
      'src-main/gateways/*',
      'node:',
      'package:valibot',
      ...(provider === 'stripe' ? ['package:stripe'] : []),
    ],
    sentence: `gateways/${provider} may import contract, types of payments, its ports and its own SDK; never the other gateway, SQL or Electron.`,
  })),
  {
    files: 'src-main/ledger',
    may: [
      contract,
      'types:src-main/payments',
      'src-main/payments/ports.ts',
      'package:kysely',
      'package:better-sqlite3',
      'package:pg',
      'package:valibot',
      'node:',
    ],
    sentence:
      'ledger may import contract, types and ports of payments, and its SQL library; never mirror, gateways or Electron.',
  },
  {
    files: 'src-main/mirror',
    may: [contract, 'types:src-main/payments', 'package:kysely', 'package:better-sqlite3', 'package:valibot', 'node:'],
    sentence: 'mirror may import contract, types of payments and its SQL library; never ledger, gateways or Electron.',
  },
  ...['ledger', 'mirror', 'sandbox'].map((owner) => ({
    files: `src-main/${owner}/migrations`,
    may: [],
    never: 'itself' as const,
    sentence: 'A migration is frozen history: it imports nothing.',
  })),
  {
    files: 'src-main/sync',
    may: [contract, ...['gateways', 'mirror', 'ledger', 'payments'].map((owner) => `types:src-main/${owner}`)],
    sentence:
      'sync may import contract and the ports (types) of gateways, mirror and the ledger’s registry; never Electron.',
  },
  {
    files: 'src-main/staff',
    may: [contract, 'types:src-main/payments', 'types:src-main/ledger', 'types:src-main/secrets', 'node:'],
    sentence: 'staff may import contract, Node and the ports (types) of what it is handed.',
  },
  {
    files: 'src-main/secrets',
    may: [contract, 'node:'],
    sentence: 'secrets may import contract and Node; only keychain.ts knows keytar.',
  },
  {
    files: 'src-main/secrets/keychain.ts',
    may: [contract, 'src-main/secrets', 'package:keytar', 'node:'],
    sentence: 'secrets/keychain may import keytar and contract; never payments, gateways or databases.',
  },
  {
    files: 'src-main/sandbox',
    may: [contract, 'node:', 'package:better-sqlite3'],
    sentence:
      'sandbox may import contract and Node only: it must not share the mistakes of payments, gateways or ledger.',
  },
  {
    files: 'src-main/log',
    may: [contract, 'node:', 'package:electron-log'],
    sentence: 'log may import contract, Node and the log writer.',
  },
  {
    files: 'src-main/house',
    may: [
      contract,
      'src-main/payments',
      'src-main/mirror/views.ts',
      'src-main/secrets/secret-store.ts',
      'src-main/list-file',
      'src-main/said',
      'package:valibot',
      ...['ipc', 'ledger', 'mirror', 'gateways', 'sync', 'staff', 'secrets', 'log'].map(
        (owner) => `types:src-main/${owner}`,
      ),
    ],
    sentence:
      'house holds the use cases: contract, payments, and the ports (types) of the rest; no Electron, SQL or HTTP.',
  },
  {
    files: 'src-main/said',
    may: [
      contract,
      'src-renderer/format',
      ...[
        ...[
          'languages',
          'sentences',
          'history-line',
          'history-filters',
          'order-filters',
          'operation-state',
          'bill-state',
          'ready',
        ],
        ...['export-end', 'card-brand', 'run-lines', 'approvals', 'links', 'payment-state'],
      ].map((name) => `src-renderer/wording/${name}.ts`),
    ],
    sentence:
      'said puts rows of lists into the words of the window, for files: contract, wording and format, nothing that acts or draws.',
  },
  {
    files: 'src-main/ipc',
    may: [
      contract,
      'src-main/house',
      'package:valibot',
      ...['payments', 'ledger', 'mirror', 'staff', 'sync', 'secrets', 'log'].map((owner) => `types:src-main/${owner}`),
    ],
    sentence: 'ipc may import contract and the use cases; never Electron, SQL or gateways.',
  },
  {
    files: 'src-main/evidence',
    may: [contract, 'node:', 'package:@cantoo/pdf-lib', 'package:fontkit'],
    sentence: 'evidence draws documents: contract, Node, and what writes a PDF; it knows no ledger and no house.',
  },
  {
    files: 'src-main/list-file',
    may: [contract, 'src-main/evidence/no-card-numbers.ts', 'node:', 'package:csv-parse'],
    sentence:
      'list-file reads what staff chose: contract, Node, and what takes a CSV apart; it knows no ledger and no house.',
  },
  {
    files: 'src-main/card-page',
    may: [contract, 'types:src-main/house', 'node:'],
    sentence:
      'card-page serves the page of the card window: Node and what it is told; it knows no ledger and no provider.',
  },
  {
    files: 'src-main/shell',
    may: [contract, 'package:electron', 'node:'],
    sentence: 'shell may import Electron, Node and contract; never payments, gateways or databases.',
  },
  {
    files: 'src-main/preload',
    may: [contract, 'package:electron'],
    sentence: 'preload may import Electron and contract and nothing else.',
  },
  ...[
    'main',
    'compose',
    'rooms',
    'order-facts',
    'records',
    'records-room',
    'demo-providers',
    'papers',
    'card-room',
    'rooms-options',
  ]
    .map((name) => `src-main/${name}.ts`)
    .map((root) => ({
      files: root,
      may: ['src-main', 'node:', 'package:'],
      sentence: 'The composition root may import everything of src-main, and nothing of the window.',
    })),
  {
    files: 'src-renderer',
    may: [contract],
    sentence:
      'A new folder of src-renderer has no row in tools/import-table.ts yet: until then it may import the contract only.',
  },
  {
    files: 'src-renderer/*',
    may: [contract, 'src-renderer', ...window, ...drawing],
    sentence:
      'The window may import its own folders and the contract; never another path of src-main, Electron or Node.',
  },
  {
    files: 'src-renderer/desk.ts',
    may: [contract],
    sentence: 'desk.ts is the border to main: it may import the contract only.',
  },
  {
    files: 'src-renderer/stores',
    may: [contract, 'src-renderer/desk.ts', ...window],
    sentence: 'A store may import desk.ts and the contract; never a part, a screen or wording.',
  },
  ...['parts', 'format', 'wording'].map((folder) => ({
    files: `src-renderer/${folder}`,
    may: [contract, 'src-renderer/format', 'src-renderer/wording', ...window, ...(folder === 'parts' ? drawing : [])],
    sentence: `${folder} may import format, wording and the contract; never a store, a screen or desk.ts.`,
  })),
  {
    files: 'src-renderer/screens',
    may: [contract, ...screenMay()],
    sentence: 'A screen may import stores, parts, format and wording; never another screen or desk.ts.',
  },
];

function screenMay(): readonly string[] {
  return [...['stores', 'parts', 'format', 'wording'].map((folder) => `src-renderer/${folder}`), ...window, ...drawing];
}

const inside = (path: string, area: string): boolean => {
  if (area.endsWith('/*')) return posix.dirname(path) === area.slice(0, -2);
  return path === area || path.startsWith(`${area}/`);
};

/** The zone a file belongs to: the longest that matches; undefined outside src-main and src-renderer. */
export function zoneOf(path: string): Zone | undefined {
  return zones
    .filter((zone) => inside(path, zone.files))
    .reduce<Zone | undefined>(
      (best, zone) => (best && best.files.length >= zone.files.length ? best : zone),
      undefined,
    );
}

/** `src-renderer/screens/holds/…` → `src-renderer/screens/holds`: a screen is itself only inside its own folder. */
function ownArea(path: string, zone: Zone): string {
  const screen = /^src-renderer\/screens\/[^/]+(?=\/)/.exec(path);
  return screen?.[0] ?? zone.files;
}

function targetOf(from: string, specifier: string): string {
  if (specifier.startsWith('.'))
    return posix.normalize(posix.join(posix.dirname(from), specifier.replace(/\?.*$/, '')));
  if (specifier.startsWith('node:')) return specifier;
  const [first = '', second = ''] = specifier.split('/');
  return `package:${first.startsWith('@') ? `${first}/${second}` : first}`;
}

const permits = (permit: string, target: string): boolean => {
  if (permit === target) return true;
  if (permit === 'node:' || permit === 'package:') return target.startsWith(permit);
  return permit.startsWith('package:') ? target === permit : inside(target, permit);
};

export interface ImportQuestion {
  /** Project-relative path with forward slashes. */
  readonly from: string;
  readonly specifier: string;
  /** `import type`, `export type`: gone after compilation. */
  readonly typesOnly: boolean;
}

/** Undefined when the import is allowed, else the sentence of the rule it breaks. */
export function judgeImport({ from, specifier, typesOnly }: ImportQuestion): string | undefined {
  const zone = zoneOf(from);
  if (zone === undefined) return undefined;
  const target = targetOf(from, specifier);
  if (zone.never !== 'itself' && inside(target, ownArea(from, zone))) return undefined;
  const allowed = zone.may.some((permit) =>
    permit.startsWith('types:') ? typesOnly && permits(permit.slice(6), target) : permits(permit, target),
  );
  return allowed ? undefined : `${zone.sentence} (${from} imports ${specifier})`;
}

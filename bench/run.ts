import { existsSync, readdirSync } from 'node:fs';

/** What a measurement says: `ratio` is a median, both sides interleaved in one run; `p99` in ms; `of` names what was divided by what. */
export interface Measured {
  readonly name: string;
  readonly ratio: number;
  readonly p99: number;
  readonly n: number;
  readonly of: string;
}

// npm run bench -- NAME [SIZE]: runs bench/NAME.ts and prints one JSON line.
const [name = '', ...rest] = process.argv.slice(2);
const folder = new URL('.', import.meta.url);
const notMeasurements = [
  ...[
    'run.ts',
    'house.ts',
    'payers.ts',
    'hold-list.ts',
    'hold-records.ts',
    'provider.ts',
    'many-customers.ts',
    'many-orders.ts',
  ],
];
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && !notMeasurements.includes(file))
  .map((file) => file.slice(0, -'.ts'.length));

if (!/^[a-z-]+$/.test(name) || !existsSync(new URL(`${name}.ts`, folder)) || notMeasurements.includes(`${name}.ts`)) {
  process.stderr.write(`Which measurement? npm run bench -- ${names.join(' | ')}\n`);
  process.exitCode = 1;
} else {
  const { run } = (await import(`./${name}.ts`)) as { run: (options: readonly string[]) => Promise<Measured> };
  process.stdout.write(`${JSON.stringify(await run(rest))}\n`);
}

import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startSandbox } from '../src-main/sandbox/sandbox.ts';

const usage = `npm run sandbox -- [--stripe-port P] [--paysafe-port Q] [--file F] [--seed S] [--no-demo]
  Serves the embedded Stripe and Paysafe on 127.0.0.1 until Ctrl+C. Without --file the state lives in the
  system's temporary folder; without a port a free one is taken.`;

function portOf(text: string | undefined, name: string): number {
  const port = Number(text ?? '0');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`--${name} must be a port, 0 to 65535.`);
  return port;
}

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      'stripe-port': { type: 'string' },
      'paysafe-port': { type: 'string' },
      file: { type: 'string' },
      seed: { type: 'string', default: 'atelier-fleury' },
      'no-demo': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return;
  }
  const stripePort = portOf(values['stripe-port'], 'stripe-port');
  const paysafePort = portOf(values['paysafe-port'], 'paysafe-port');
  const file = path.resolve(values.file ?? path.join(tmpdir(), 'comptoir-sandbox', 'sandbox.sqlite'));
  mkdirSync(path.dirname(file), { recursive: true });
  const sandbox = await startSandbox({
    file,
    seed: values.seed,
    realNow: Date.now,
    stripePort,
    paysafePort,
    demoHouse: !values['no-demo'],
  });

  console.log(`Stripe   ${sandbox.stripeUrl}   key ${sandbox.stripeKey}`);
  console.log(
    `Paysafe  ${sandbox.paysafeUrl}   user ${sandbox.paysafeKey.username}   password ${sandbox.paysafeKey.password}`,
  );
  for (const account of sandbox.paysafeAccounts) {
    console.log(`         account ${account.number}   ${account.currency} ${account.kind}`);
  }
  console.log(`State    ${file}`);
  console.log('Ctrl+C stops it.');

  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      sandbox.close().then(
        () => process.exit(0),
        (error: unknown) => fail(error),
      );
    });
  }
}

function fail(error: unknown): void {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

await run().catch(fail);

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from './payments/ports.ts';
import type { ProviderName } from './contract/provider.ts';
import { startSandbox, type Sandbox } from './sandbox/sandbox.ts';

/** The providers of the demo house, on this PC. Where they listen is written beside its records, for whoever wants to set their clock or run a batch. */
export async function openDemoProviders(about: {
  readonly folder: string;
  readonly clock: Clock;
  readonly acting: boolean;
}): Promise<Sandbox> {
  const { folder, clock, acting } = about;
  const sandbox = await startSandbox({ file: join(folder, 'sandbox.db'), seed: 'atelier-fleury', realNow: clock.now });
  if (!acting) return sandbox;
  try {
    const { stripeUrl: stripe, paysafeUrl: paysafe, paysafeFieldsUrl: paysafeFields } = sandbox;
    const paysafeHosted = sandbox.paysafeHostedUrl;
    await writeFile(
      join(folder, 'sandbox-address.json'),
      JSON.stringify({ stripe, paysafe, paysafeFields, paysafeHosted }),
    );
    return sandbox;
  } catch (error) {
    await sandbox.close();
    throw error;
  }
}

/** Where the demo's providers listen, in place of their own addresses. */
export function sandboxAddress({ stripeUrl: stripe, paysafeUrl: paysafe }: Sandbox, provider: ProviderName): string {
  return { stripe, paysafe }[provider];
}

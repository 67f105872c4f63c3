import { createHmac, scrypt, timingSafeEqual } from 'node:crypto';

/**
 * How a PIN is kept: HMAC-SHA256 with the house's pepper from the keychain, then scrypt. The pepper is what protects it: a short PIN
 * falls to a patient offline guesser under any hash. Not argon2id: Electron's Node has no argon2 (its crypto is BoringSSL), and a
 * hash made by the headless desk must open in the app. N=2^14, r=8, p=5 is one of OWASP's floors (16 MiB a try).
 */
export const housePinCost: PinCost = { log2: 14, r: 8, p: 5 };
const bytes = 32;

/** What scrypt is made to work: N is 2 to the power of `log2`. */
export interface PinCost {
  readonly log2: number;
  readonly r: number;
  readonly p: number;
}

/** What a PIN is kept with. */
export interface Seasoning {
  /** the house's own secret, from the keychain */
  readonly pepper: Buffer;
  readonly cost: PinCost;
}

/** @param salt random, at least 16 letters @returns text for the ledger: names its method, its pepper and its salt */
export async function hashPin(pin: string, seasoning: Seasoning, salt: string): Promise<string> {
  if (salt.length < 16) throw new TypeError('A PIN needs a salt of at least 16 letters');
  const hash = await stretch(pin, seasoning, salt);
  return [methodOf(seasoning.cost), nameOf(seasoning.pepper), salt, hash.toString('base64url')].join('$');
}

/** The keychain holds another pepper than the PINs of this house were made with: no PIN could ever match. */
export class OtherPepper extends Error {
  override readonly name = 'OtherPepper';
  readonly code = 'keychain_unavailable';
}

/** @throws OtherPepper when the hash was made with another pepper than the one at hand; TypeError for one that was made cheaper or dearer */
export async function pinMatches(pin: string, seasoning: Seasoning, stored: string): Promise<boolean> {
  const [by, pepperName, salt, hash] = stored.split('$');
  if (by !== methodOf(seasoning.cost) || !pepperName || !salt || !hash)
    throw new TypeError('A stored PIN is in no form we know');
  if (pepperName !== nameOf(seasoning.pepper)) {
    throw new OtherPepper('The keychain does not hold the pepper these PINs were made with.');
  }
  const wanted = Buffer.from(hash, 'base64url');
  const found = await stretch(pin, seasoning, salt);
  return wanted.length === found.length && timingSafeEqual(wanted, found);
}

/** PINs that somebody at the desk would try first: one digit, runs up or down, repeats, the middle column of a keypad. */
export function isWeakPin(pin: string): boolean {
  if (['2580', '0852', '1379', '1397'].includes(pin)) return true;
  const steps = [...pin].slice(1).map((digit, index) => (Number(digit) - Number(pin[index]) + 10) % 10);
  const first = steps[0];
  if ((first === 0 || first === 1 || first === 9) && steps.every((step) => step === first)) return true;
  return /^(\d{2,4})\1+$/.test(pin);
}

const methodOf = ({ log2, r, p }: PinCost): string => `scrypt-${log2}-${r}-${p}`;

/** Tells one pepper from another without telling the pepper. */
function nameOf(pepper: Buffer): string {
  return createHmac('sha256', pepper).update('which pepper').digest('base64url').slice(0, 8);
}

/** Runs in Node's thread pool: main is not held up. */
function stretch(pin: string, { pepper, cost }: Seasoning, salt: string): Promise<Buffer> {
  const peppered = createHmac('sha256', pepper).update(pin).digest();
  const options = { N: 2 ** cost.log2, r: cost.r, p: cost.p, maxmem: 64 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    scrypt(peppered, salt, bytes, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

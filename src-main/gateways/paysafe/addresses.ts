import * as v from 'valibot';
import type { Read, Sender } from '../../payments/ports.ts';
import { get, safeText, send, vaultProfile } from './paths.ts';
import { makeReading } from './reading.ts';
import { parseAs, wireError } from './wire.ts';

/** An address as a bank account wants it: street and city must be there. `country`: two letters. */
export interface HolderAddress {
  readonly street: string;
  readonly city: string;
  readonly zip: string;
  readonly country: string;
}

export interface HolderAddresses {
  /** the newest one of a profile that a bank account can have, or null */
  known(customerRef: string): Promise<Read<HolderAddress | null>>;
  /** the id of this address on the profile: one that is there already, else a new one. It changes none (a PUT would replace it). */
  place(customerRef: string, address: HolderAddress): Promise<Read<string>>;
}

const text = v.optional(v.nullable(v.string()), '');
const wireAddress = v.object({ id: v.string(), street: text, city: text, zip: text, country: text });
const withAddresses = v.object({ id: v.string(), addresses: v.optional(v.array(wireAddress), []) });
const plain = (said: string | null): string => safeText(said ?? '', 60).toLowerCase();
const same = (a: HolderAddress, b: v.InferOutput<typeof wireAddress>): boolean =>
  (['street', 'city', 'zip', 'country'] as const).every((field) => plain(a[field]) === plain(b[field]));

/**
 * Addresses of a Vault profile. One that was made while its answer was lost is found the next time, so an order that is tried again leaves no second one;
 * an address moves no money, and is no order of its own.
 */
export function makePaysafeAddresses(parts: { readonly sender: Pick<Sender, 'send'> }): HolderAddresses {
  const fetch = makeReading(parts.sender);
  const all = (ref: string) => fetch(get(`${vaultProfile(ref)}?fields=addresses`), withAddresses);

  return {
    async known(customerRef) {
      const read = await all(customerRef);
      if (!read.ok) return read;
      const found = read.value.addresses.findLast(({ street, city }) => street && city);
      if (!found) return { ok: true, value: null };
      const { street, city, zip, country } = found;
      return { ok: true, value: { street: street ?? '', city: city ?? '', zip: zip ?? '', country: country ?? '' } };
    },
    async place(customerRef, address) {
      const read = await all(customerRef);
      if (!read.ok) return read;
      const there = read.value.addresses.find((one) => same(address, one));
      if (there) return { ok: true, value: there.id };
      const body = {
        street: safeText(address.street, 50),
        city: safeText(address.city, 40),
        zip: safeText(address.zip, 10),
        country: address.country,
      };
      const result = await parts.sender.send(
        'paysafe',
        send('POST', `${vaultProfile(customerRef)}/addresses`, body),
        'never',
      );
      if (result.got === 'nothing')
        return { ok: false, why: result.why === 'key_missing' ? 'key_missing' : 'no_answer', detail: result.why };
      const { status, body: said } = result.answer;
      const made = status === 201 || status === 200 ? parseAs(v.object({ id: v.string() }), said) : null;
      if (made) return { ok: true, value: made.id };
      const code = parseAs(wireError, said)?.error.code ?? '';
      if (status === 401) return { ok: false, why: 'key_refused', detail: code };
      if (status === 403) return { ok: false, why: 'permission', detail: code };
      return { ok: false, why: status === 429 || status >= 500 ? 'busy' : 'odd', detail: `status_${status} ${code}` };
    },
  };
}

import type { BankAddress, TypedAccount } from '../../contract/bank-account.ts';
import { bankKinds, type BankKind } from '../../contract/bank-numbers.ts';
import { done, refused, type Failure, type Reply } from '../../contract/failure.ts';
import type { OperationView } from '../../contract/operation.ts';
import type { AgreedWords, BankFacts } from '../../payments/order.ts';
import type { Read } from '../../payments/ports.ts';
import type { CustomerRecord } from '../../payments/records.ts';
import { settle } from '../../payments/settle.ts';
import { wordsAgreed, type Agreement } from '../links/link-consent.ts';
import { mandateWords } from '../consents/mandate-words.ts';
import { operationView } from '../orders/operation-view.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';

interface Spoken {
  readonly customerId: string;
  readonly kind: BankKind;
  readonly holder: string;
  readonly lastDigits: string;
  readonly language: 'en' | 'fr';
  readonly agreement: Agreement;
}

/** Which kind of account Paysafe debits for this house, and where the client gets mail as far as Paysafe knows. */
export async function bankOffer(
  world: World,
  { customerId }: { readonly customerId: string },
): Promise<Reply<{ kind: BankKind; currency: string; address: BankAddress | null }>> {
  const customer = await clientAtPaysafe(world, customerId);
  if ('code' in customer) return { ok: false, failure: customer };
  const kind = kindOf(world);
  if (kind === null) return refused('bank_kind_missing');
  // Without an answer the fields are empty, and somebody types: nothing depends on it.
  const known = await world.addresses.known(customer.ref);
  const address = known.ok && known.value ? { ...known.value } : null;
  return done({ kind, currency: world.settings.now().currency, address });
}

export async function bankWords(world: World, spoken: Spoken): Promise<Reply<{ shown: string }>> {
  const words = await agreedWords(world, spoken);
  return 'code' in words ? { ok: false, failure: words } : done({ shown: words.shown });
}

/**
 * One more account on a client's profile. The address first, which is found again or made; then the order. What the client had in front of them must be
 * what would be kept: other words since then are another agreement.
 */
export async function addBankAccount(
  world: World,
  wish: {
    readonly ticket: string;
    readonly customerId: string;
    readonly account: TypedAccount;
    readonly address: BankAddress;
    readonly language: 'en' | 'fr';
    readonly agreement: Agreement;
    readonly shown: string;
    readonly witness: string;
  },
  who: SignedIn | null,
): Promise<Reply<OperationView>> {
  if (!who) return refused('not_signed_in');
  const { account, customerId, language, agreement, witness, ticket } = wish;
  const customer = await clientAtPaysafe(world, customerId);
  if ('code' in customer) return { ok: false, failure: customer };
  if (kindOf(world) !== account.kind) return refused('bank_kind_missing');
  const { facts, number, country } = factsOf(account);
  const words = await agreedWords(world, { customerId, language, agreement, ...account, ...facts });
  if ('code' in words) return { ok: false, failure: words };
  if (words.shown !== wish.shown) return refused('consent_text_changed');
  const asker = { staffId: who.id, staffName: who.name, desk: world.settings.now().desk };
  const beyond = world.engine.moneyShut() ?? (await world.engine.reach('paysafe'));
  if (beyond) return { ok: false, failure: beyond };
  const address = await world.addresses.place(customer.ref, { ...wish.address, country });
  if (!address.ok) return { ok: false, failure: whyNoAddress(address) };
  const order = {
    kind: 'save_bank_account',
    ticket,
    customerId,
    account: facts,
    number,
    agreed: words,
    witness,
  } as const;
  const reply = await settle(world.engine, { ...order, addressRef: address.value }, asker);
  if (!reply.ok) return reply;
  // One that was there before is read with its profile: the reply did not show it.
  const { state } = reply.value;
  if (state.name === 'done' && state.elsewhere) await world.sync.paysafe.readNow(customer.id);
  return done(operationView(reply.value));
}

/** The kind of bank account that one of the house's accounts at Paysafe debits in its currency. */
function kindOf(world: World): BankKind | null {
  const { currency } = world.settings.now();
  const own = world.keys.accounts().filter((account) => account.currency === currency);
  return bankKinds.find((kind) => own.some((account) => account.kind === kind)) ?? null;
}

async function clientAtPaysafe(world: World, customerId: string): Promise<CustomerRecord | Failure> {
  const customer = await world.mirror.customer(customerId);
  if (!customer || customer.deleted) return refused('unknown_id').failure;
  return customer.provider === 'paysafe' ? customer : refused('bank_needs_paysafe').failure;
}

/** The mandate, then the house's text: one agreement, in the client's language. */
async function agreedWords(world: World, spoken: Spoken): Promise<AgreedWords | Failure> {
  const { customerId, kind, holder, lastDigits, language, agreement } = spoken;
  const customer = await world.mirror.customer(customerId);
  if (!customer) return refused('unknown_id').failure;
  const card = { kind, brand: null, lastFour: lastDigits };
  const words = await wordsAgreed(world, agreement, { language, customerName: customer.name, card });
  if ('code' in words) return words;
  const { house } = world.settings.now();
  const mandate = mandateWords({ kind, house, holder: holder.trim() || customer.name, lastDigits }, language);
  return { ...words, language, shown: `${mandate}\n\n${words.shown}` };
}

/** What may be kept of an account, apart from its number. The country of an IBAN is its first two letters. */
function factsOf(account: TypedAccount): { facts: BankFacts; number: string; country: string } {
  const { kind: instrument, holder } = account;
  const of = (number: string, codes: Readonly<Record<string, string>>): { facts: BankFacts; number: string } => ({
    facts: { instrument, holder, codes, lastDigits: number.slice(-2) },
    number,
  });
  switch (account.kind) {
    case 'eft': {
      const { institutionId, transitNumber, accountNumber } = account;
      return { ...of(accountNumber, { institutionId, transitNumber }), country: 'CA' };
    }
    case 'ach': {
      const { routingNumber, accountType, accountNumber } = account;
      return { ...of(accountNumber, { routingNumber, accountType }), country: 'US' };
    }
    case 'bacs':
      return { ...of(account.accountNumber, { sortCode: account.sortCode }), country: 'GB' };
    case 'sepa': {
      const { iban, bic } = account;
      return { ...of(iban, bic === null ? {} : { bic }), country: iban.slice(0, 2) };
    }
  }
}

function whyNoAddress({ why }: Extract<Read<unknown>, { ok: false }>): Failure {
  const at = { provider: 'paysafe' } as const;
  if (why === 'key_missing' || why === 'key_refused') return refused(why, at).failure;
  if (why === 'permission') return refused('permission_missing', at).failure;
  if (why === 'gone') return refused('not_at_provider').failure;
  if (why === 'odd') return refused('bad_input', { field: 'address' }).failure;
  return refused('offline', at).failure;
}

import type { Dossier } from '../../contract/dossier.ts';
import { done, refused, type Failure, type Reply } from '../../contract/failure.ts';
import type { Money } from '../../contract/money.ts';
import type { Receipt } from '../../contract/receipt.ts';
import type { Operation } from '../../payments/operation.ts';
import type { Given } from '../../said/receipt.ts';
import { dateOf } from '../days/calendar.ts';
import { audit } from '../customers/customers.ts';
import { operationCode, operationView } from './operation-view.ts';
import { chainOf } from './payment-chain.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';

interface Wanted {
  readonly operationId: string;
  readonly language: 'en' | 'fr' | null;
}

/** What a client is given of an order, in their own language unless another one is asked for. */
export async function showReceipt(world: World, wanted: Wanted): Promise<Reply<Receipt>> {
  const made = await receiptOf(world, wanted);
  return 'code' in made ? { ok: false, failure: made } : done(made.receipt);
}

/** The receipt as a PDF, where a person says. */
export async function saveReceipt(
  world: World,
  wanted: Wanted,
  who: SignedIn | null,
): Promise<Reply<{ saved: boolean; name: string }>> {
  const made = await receiptOf(world, wanted);
  if ('code' in made) return { ok: false, failure: made };
  const { receipt, operation } = made;
  const { receiptPaper } = await import('../../said/receipt.ts');
  const { fileName, page } = receiptPaper(receipt.language);
  const dossier: Dossier = {
    language: receipt.language,
    title: receipt.title,
    under: receipt.house,
    parts: [{ heading: receipt.what, facts: receipt.facts, lines: receipt.lines }],
    papers: [],
    foot: receipt.house,
    page,
    unreadable: '',
  };
  const day = dateOf(operation.createdAt, world.settings.now().timeZone);
  const name = `${fileName}-${operationCode(operation.id)}-${day}.pdf`;
  try {
    const bytes = await world.writeDossier(dossier);
    if (!(await world.saveDocument({ name, bytes }))) return done({ saved: false, name });
  } catch (error) {
    world.trouble('saving a receipt', error);
    return refused('document_not_saved');
  }
  await audit(world, who, 'receipt_saved', factsOf(operation));
  return done({ saved: true, name });
}

/** The receipt as a draft in this PC's own mail program. Whether anybody sends it, nobody here knows. */
export async function writeReceipt(
  world: World,
  wanted: Wanted,
  who: SignedIn | null,
): Promise<Reply<{ opened: boolean }>> {
  const made = await receiptOf(world, wanted);
  if ('code' in made) return { ok: false, failure: made };
  const { receiptLetter } = await import('../../said/receipt.ts');
  const { receipt, operation } = made;
  await audit(world, who, 'receipt_letter', factsOf(operation));
  const letter = receiptLetter(receipt, operation.customerName);
  return done({ opened: await world.outside.writeLetter({ to: receipt.to ?? '', ...letter }) });
}

const factsOf = ({ id, customerName }: Operation): Record<string, string> => ({
  operation: id,
  customer: customerName,
});

async function receiptOf(
  world: World,
  { operationId, language: asked }: Wanted,
): Promise<{ readonly receipt: Receipt; readonly operation: Operation } | Failure> {
  const operation = await world.ledger.operations.byId(operationId);
  if (!operation) return refused('unknown_id').failure;
  const moved = movedBy(operation);
  if (!moved) return refused('no_receipt').failure;
  const { house, timeZone, language: own } = world.settings.now();
  const customer = operation.customerId === null ? null : await world.mirror.customer(operation.customerId);
  const spoken = (['en', 'fr'] as const).find((one) => customer?.language?.toLowerCase().startsWith(one));
  const { sayReceipt } = await import('../../said/receipt.ts');
  const given: Given = {
    ...moved,
    chain: await chainOf(world, operation),
    house,
    to: operation.receiptEmail ?? customer?.email ?? null,
  };
  return {
    receipt: sayReceipt(given, { language: asked ?? spoken ?? own, timeZone, now: world.clock.now() }),
    operation,
  };
}

/** What an order moved or holds by the provider's own word; null: it moved nothing, nobody knows yet, or another order of these records did it. */
function movedBy(operation: Operation): Pick<Given, 'operation' | 'moved' | 'released'> | null {
  const { kind, state, amount } = operation;
  if ((state.name !== 'done' && state.name !== 'pending') || !amount) return null;
  if (state.name === 'done' && state.elsewhereBy) return null;
  const { charged, held, captured, released, refunded } = state.moved;
  const money = (sum: number | undefined): Money => ({ amount: sum ?? amount.amount, currency: amount.currency });
  const view = operationView(operation);
  switch (kind) {
    case 'charge':
      return { operation: { ...view, kind }, moved: money(charged), released: null };
    case 'hold':
      return { operation: { ...view, kind }, moved: money(held), released: null };
    case 'capture':
      return { operation: { ...view, kind }, moved: money(captured), released: released ? money(released) : null };
    case 'release':
      return { operation: { ...view, kind }, moved: money(released), released: null };
    case 'refund':
      return { operation: { ...view, kind }, moved: money(refunded), released: null };
    default:
      return null;
  }
}

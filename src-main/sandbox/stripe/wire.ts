import { load } from './documents.ts';
import type { StripeDocument, StripeDocuments, StripeKind, StripeWorld } from './documents.ts';
import { badParameter } from './refusal.ts';

/** An object as it travels. */
export type Wire = Record<string, unknown>;

/** Begins every address of the sandbox's own pages in stored documents: the port may differ after a restart. */
const here = 'sandbox:';

export function pageAddress(path: string): string {
  return here + path;
}

/** Without the sandbox's own fields, with whole addresses. */
export function wire(world: StripeWorld, document: StripeDocument): Wire {
  if (document.object === 'customer' && document._deleted)
    return { id: document.id, object: 'customer', deleted: true };
  const sent: Wire = {};
  for (const [field, value] of Object.entries(document)) {
    if (!field.startsWith('_')) sent[field] = withAddress(world, value);
  }
  return sent;
}

function withAddress(world: StripeWorld, value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith(here) ? world.baseUrl + value.slice(here.length) : value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, withAddress(world, inner)]));
}

/** Which fields hold an id that may be replaced by its object; of several kinds, whichever it is. */
const expandable: Readonly<Record<string, Readonly<Record<string, StripeKind | readonly StripeKind[]>>>> = {
  balance_transaction: { source: ['charge', 'refund', 'dispute'] },
  'billing_portal.session': {},
  charge: {
    balance_transaction: 'balance_transaction',
    customer: 'customer',
    payment_intent: 'payment_intent',
  },
  'checkout.session': { customer: 'customer', payment_intent: 'payment_intent', setup_intent: 'setup_intent' },
  customer: { 'invoice_settings.default_payment_method': 'payment_method' },
  dispute: { charge: 'charge', payment_intent: 'payment_intent' },
  event: {},
  invoice: { customer: 'customer' },
  invoice_payment: { 'payment.payment_intent': 'payment_intent' },
  payment_intent: { customer: 'customer', latest_charge: 'charge', payment_method: 'payment_method' },
  payment_method: { customer: 'customer' },
  payout: {},
  price: { product: 'product' },
  product: {},
  refund: {
    balance_transaction: 'balance_transaction',
    charge: 'charge',
    customer: 'customer',
    payment_intent: 'payment_intent',
    payment_method: 'payment_method',
  },
  setup_intent: { customer: 'customer', payment_method: 'payment_method' },
  subscription: { customer: 'customer' },
};

/** Lists that are only sent when they are asked for: field → how to make it. */
export type Includable = Readonly<
  Partial<Record<StripeKind, Readonly<Record<string, (world: StripeWorld, id: string) => Wire>>>>
>;

const deepest = 4;

/**
 * Replaces ids by objects along paths such as `latest_charge.balance_transaction` or `data.customer`.
 *
 * @throws StripeRefusal 400 for a path that cannot be expanded or is deeper than four levels.
 */
export function expandPaths(
  world: StripeWorld,
  { sent, paths, includable }: { sent: Wire; paths: readonly string[]; includable: Includable },
): void {
  for (const [index, path] of paths.entries()) {
    const steps = path.split('.');
    if (steps.length > deepest) {
      throw badParameter(
        `expand[${index}]`,
        `You cannot expand more than ${deepest} levels of a property. Property: ${path}`,
      );
    }
    walk({ world, includable, path }, sent, steps);
  }
}

interface Walk {
  readonly world: StripeWorld;
  readonly includable: Includable;
  readonly path: string;
}

function walk(way: Walk, holder: Wire, steps: readonly string[]): void {
  const [step, ...rest] = steps;
  if (step === undefined) return;
  if (holder['object'] === 'list' && step === 'data' && Array.isArray(holder['data'])) {
    for (const item of holder['data'] as Wire[]) walk(way, item, rest);
    return;
  }
  const kind = typeof holder['object'] === 'string' ? holder['object'] : '';
  const include = Object.hasOwn(way.includable, kind) ? way.includable[kind as StripeKind]?.[step] : undefined;
  if (include !== undefined && typeof holder['id'] === 'string') {
    const made = (holder[step] ??= include(way.world, holder['id'])) as Wire;
    walk(way, made, rest);
    return;
  }
  const value = holder[step];
  const joined = rest[0] === undefined ? step : `${step}.${rest[0]}`;
  if (expandable[kind]?.[joined] !== undefined && isWire(value)) {
    replace(way, { holder: value, field: rest[0] ?? step, target: expandable[kind][joined], rest: rest.slice(1) });
    return;
  }
  const target = expandable[kind]?.[step];
  if (target === undefined) throw cannotExpand(way.path);
  replace(way, { holder, field: step, target, rest });
}

function replace(
  way: Walk,
  {
    holder,
    field,
    target,
    rest,
  }: { holder: Wire; field: string; target: StripeKind | readonly StripeKind[]; rest: readonly string[] },
): void {
  const value = holder[field];
  if (value === null || value === undefined) return;
  if (typeof value === 'string') {
    const kinds = typeof target === 'string' ? [target] : target;
    const found = kinds
      .map((kind): StripeDocuments[StripeKind] | undefined => load(way.world, kind, value))
      .find((one) => one !== undefined);
    if (found === undefined) return;
    holder[field] = wire(way.world, found);
  }
  const inner = holder[field];
  if (isWire(inner)) walk(way, inner, rest);
}

function isWire(value: unknown): value is Wire {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function cannotExpand(path: string): Error {
  return badParameter('expand', `This property cannot be expanded (${path}).`);
}

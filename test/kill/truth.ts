import Database from 'better-sqlite3';
import type { OperationKind } from '../../src-main/contract/operation.ts';

type Json = Readonly<Record<string, unknown>>;

/** Something at the provider that is there before the order and may change. */
export interface Watched {
  readonly kind:
    | 'stripe.payment_intent'
    | 'stripe.payment_method'
    | 'stripe.customer'
    | 'paysafe.settlement'
    | 'paysafe.card'
    | 'paysafe.profile';
  readonly id: string;
}

/** What really happened at the provider. Never what a desk believes. */
export interface Movement {
  readonly kind: OperationKind;
  /** the provider's id of what it happened to: hold, payment, settlement, card; null for a charge or new hold */
  readonly target: string | null;
  /** minor units; null where nothing is counted */
  readonly amount: number | null;
  /** our key as the provider keeps it; null where it keeps none */
  readonly key: string | null;
}

export interface Mark {
  readonly after: number;
  readonly before: readonly { readonly watched: Watched; readonly body: Json | null }[];
}

/** The sandbox's own file, read past all of its calls and all of ours. */
export interface Truth {
  mark(watched: readonly Watched[]): Mark;
  /** in the order in which the provider wrote them down */
  movementsSince(mark: Mark): Movement[];
  /** orders of Paysafe's pages under this reference, and whether one of them was paid */
  hosted(reference: string): { readonly copies: number; readonly paid: boolean; readonly page: string | null };
  close(): void;
}

/** @param hostedUrl where Paysafe's pages stand */
export function openTruth(file: string, hostedUrl: string): Truth {
  const database = new Database(file, { readonly: true });
  const last = database.prepare('SELECT coalesce(max(sequence), 0) FROM document').pluck();
  const fresh = database.prepare<[number], { kind: string; body: string }>(
    'SELECT kind, body FROM document WHERE sequence > ? ORDER BY sequence',
  );
  const one = database.prepare<[string, string], string>('SELECT body FROM document WHERE kind = ? AND id = ?').pluck();
  const bodyOf = ({ kind, id }: Watched): Json | null => {
    const text = one.get(kind, id);
    return text === undefined ? null : (JSON.parse(text) as Json);
  };
  return {
    mark: (watched) => ({
      after: Number(last.get()),
      before: watched.map((each) => ({ watched: each, body: bodyOf(each) })),
    }),
    movementsSince: ({ after, before }) => [
      ...fresh.all(after).flatMap(({ kind, body }) => made(kind, JSON.parse(body) as Json)),
      ...before.flatMap(({ watched, body }) => changed(watched, body ?? {}, bodyOf(watched))),
    ],
    hosted(reference) {
      const orders = database
        .prepare<[], string>("SELECT body FROM document WHERE kind = 'paysafe.hosted-order'")
        .pluck()
        .all()
        .map((body) => JSON.parse(body) as Json)
        .filter((order) => order['merchantRefNum'] === reference);
      const paid = orders.some(({ transaction }) => (transaction as Json | undefined)?.['status'] === 'success');
      const token = orders[0]?.['token'];
      return {
        copies: orders.length,
        paid,
        page: typeof token === 'string' ? `${hostedUrl}/hosted/v1/payment/${token}` : null,
      };
    },
    close: () => void database.close(),
  };
}

const text = (body: Json, name: string): string | null => {
  const value = body[name];
  return typeof value === 'string' ? value : null;
};
const whole = (body: Json, name: string): number => Number(body[name] ?? 0);
const keyIn = (body: Json, field: string): string | null => {
  const { metadata } = body;
  return typeof metadata === 'object' && metadata !== null ? text(metadata as Json, field) : null;
};

/** A document that came into being: what it says moved. Refused ones moved nothing. */
function made(kind: string, body: Json): Movement[] {
  const status = text(body, 'status');
  const ownKey = text(body, 'merchantRefNum');
  const amount = whole(body, 'amount');
  switch (kind) {
    case 'stripe.payment_intent': {
      const key = keyIn(body, 'comptoir_operation');
      if (status === 'succeeded')
        return [{ kind: 'charge', target: null, amount: whole(body, 'amount_received'), key }];
      return status === 'requires_capture'
        ? [{ kind: 'hold', target: null, amount: whole(body, 'amount_capturable'), key }]
        : [];
    }
    case 'stripe.refund':
      return status === 'failed'
        ? []
        : [{ kind: 'refund', target: text(body, 'payment_intent'), amount, key: keyIn(body, 'comptoir_operation') }];
    case 'paysafe.verification':
      return status === 'FAILED' ? [] : [{ kind: 'verify_card', target: null, amount: null, key: ownKey }];
    case 'paysafe.card':
      return [{ kind: 'save_card', target: null, amount: null, key: ownKey }];
    case 'paysafe.profile':
      return [{ kind: 'add_profile', target: text(body, 'merchantCustomerId'), amount: null, key: null }];
    case 'paysafe.auth':
      return status === 'FAILED'
        ? []
        : [{ kind: body['settleWithAuth'] === true ? 'charge' : 'hold', target: null, amount, key: ownKey }];
    case 'paysafe.bank':
      return [{ kind: 'save_bank_account', target: null, amount: null, key: ownKey }];
    case 'paysafe.purchase':
      return status === 'FAILED' || status === 'CANCELLED'
        ? []
        : [{ kind: 'charge', target: null, amount, key: ownKey }];
    case 'paysafe.settlement':
      // A charge brings its settlement along, under its own id.
      return status === 'FAILED' || body['authId'] === body['id']
        ? []
        : [{ kind: 'capture', target: text(body, 'authId'), amount, key: ownKey }];
    case 'paysafe.voidauth':
      return status === 'FAILED' ? [] : [{ kind: 'release', target: text(body, 'authId'), amount, key: ownKey }];
    case 'paysafe.refund':
      return status === 'FAILED' || status === 'CANCELLED'
        ? []
        : [{ kind: 'refund', target: text(body, 'settlementId'), amount, key: ownKey }];
    default:
      return [];
  }
}

/** A document that was there before: what its change says moved. */
function changed({ kind, id }: Watched, before: Json, after: Json | null): Movement[] {
  switch (kind) {
    case 'stripe.payment_intent': {
      if (after === null || after['status'] === before['status']) return [];
      if (after['status'] === 'succeeded') {
        const amount = whole(after, 'amount_received');
        return [{ kind: 'capture', target: id, amount, key: keyIn(after, 'comptoir_capture') }];
      }
      return after['status'] === 'canceled'
        ? [{ kind: 'release', target: id, amount: whole(before, 'amount_capturable'), key: null }]
        : [];
    }
    case 'stripe.payment_method':
      return before['customer'] !== null && after?.['customer'] === null
        ? [{ kind: 'remove_card', target: id, amount: null, key: null }]
        : [];
    case 'stripe.customer': {
      if (before['_deleted'] !== true && after?.['_deleted'] === true)
        return [{ kind: 'remove_customer', target: id, amount: null, key: null }];
      const chosen = (body: Json | null): unknown =>
        (body?.['invoice_settings'] as Json | undefined)?.['default_payment_method'] ?? null;
      const now = chosen(after);
      return now !== chosen(before) && typeof now === 'string'
        ? [{ kind: 'set_default', target: now, amount: null, key: null }]
        : [];
    }
    case 'paysafe.settlement':
      return before['status'] !== 'CANCELLED' && after?.['status'] === 'CANCELLED'
        ? [{ kind: 'refund', target: id, amount: whole(before, 'amount'), key: null }]
        : [];
    case 'paysafe.profile':
      return after === null ? [{ kind: 'remove_customer', target: id, amount: null, key: null }] : [];
    case 'paysafe.card':
      if (after === null) return [{ kind: 'remove_card', target: id, amount: null, key: null }];
      return before['defaultCardIndicator'] !== true && after['defaultCardIndicator'] === true
        ? [{ kind: 'set_default', target: id, amount: null, key: null }]
        : [];
  }
}

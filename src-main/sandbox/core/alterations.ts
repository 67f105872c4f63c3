import type { Alteration } from './fault-shapes.ts';
import type { SandboxReply } from './message.ts';

type Members = Record<string, unknown>;

/** The reply with something wrong in it; the very same reply where it has nothing of the kind. Refusals stay as they are. */
export function altered(alteration: Alteration, reply: SandboxReply): SandboxReply {
  if (reply.status >= 300) return reply;
  if (alteration === 'half') return { ...reply, body: reply.body.slice(0, Math.floor(reply.body.length / 2)) };
  const body = parse(reply.body);
  if (body === undefined) return reply;
  const changed = alteration === 'rows' ? moveRows(body) : eachObject(body, changes[alteration]);
  const text = JSON.stringify(changed);
  return text === JSON.stringify(body) ? reply : { ...reply, body: text };
}

/** A page as a wall in front of the provider, or of a café, puts it in the place of an answer. */
export function webPage(status: number): SandboxReply {
  const body = '<!doctype html><html><head><title>One moment</title></head><body><p>One moment</p></body></html>';
  return { status, headers: { 'Content-Type': 'text/html; charset=utf-8' }, body };
}

const changes: Readonly<Record<Exclude<Alteration, 'half' | 'rows'>, (found: Members) => Members>> = {
  /** Another object of the same kind, made by another request. */
  object: (found) => ({
    ...found,
    ...(typeof found['id'] === 'string' ? { id: other(found['id']) } : {}),
    ...(typeof found['merchantRefNum'] === 'string' ? { merchantRefNum: other(found['merchantRefNum']) } : {}),
    ...mapMembers(pick(found, ['customer', 'payment_intent']), (_name, value) =>
      isMembers(value) ? { ...value, id: other(value['id']) } : typeof value === 'string' ? other(value) : value,
    ),
    ...(isMembers(found['metadata'])
      ? { metadata: Object.fromEntries(Object.entries(found['metadata']).map(([name, text]) => [name, other(text)])) }
      : {}),
  }),
  amount: (found) =>
    mapMembers(found, (name, value) =>
      /^(?:amount(?:_[a-z]+)?|totalAmount|availableTo[A-Z]\w+)$/.test(name) && typeof value === 'number' && value > 0
        ? value + 1
        : value,
    ),
  currency: (found) =>
    mapMembers(found, (name, value) =>
      typeof value !== 'string' ? value : name === 'currency' ? 'xts' : name === 'currencyCode' ? 'XTS' : value,
    ),
  word: (found) => withStatus(found, (status) => (isCapital(status) ? 'BEWILDERED' : 'bewildered')),
  pending: (found) => withStatus(found, (status) => waiting(found, status, 'PENDING')),
  received: (found) => withStatus(found, (status) => waiting(found, status, 'RECEIVED')),
};

/** What a transaction that has come to its end is called before that. */
function waiting(found: Members, status: string, word: 'PENDING' | 'RECEIVED'): string {
  switch (status) {
    case 'COMPLETED':
    case 'CANCELLED':
    case 'PENDING':
      return word;
    case 'succeeded':
    case 'requires_capture':
    case 'canceled':
      return found['object'] === 'refund' ? 'pending' : 'processing';
    default:
      return status;
  }
}

/** Newer rows have come in front: those of this page stand on the next one now. */
function moveRows(body: Members): Members {
  if (body['object'] === 'list') {
    const rows = Array.isArray(body['data']) ? body['data'].filter(isMembers).map(changes.object) : [];
    return { ...body, data: rows, has_more: true };
  }
  const { links } = body;
  if (!Array.isArray(links) || 'id' in body) return body;
  const self = links.filter(isMembers).find(({ rel }) => rel === 'self');
  const emptied = mapMembers(body, (name, value) => (Array.isArray(value) && name !== 'links' ? [] : value));
  return self === undefined ? body : { ...emptied, links: [...links, { ...self, rel: 'next' }] };
}

/** The object a reply is about, or each row of a list. */
function eachObject(body: Members, change: (found: Members) => Members): Members {
  if ('id' in body) return change(body);
  return mapMembers(body, (name, value) =>
    Array.isArray(value) && name !== 'links'
      ? value.map((row: unknown) => (isMembers(row) ? change(row) : row))
      : value,
  );
}

function withStatus(found: Members, word: (status: string) => string): Members {
  return typeof found['status'] === 'string' ? { ...found, status: word(found['status']) } : found;
}

function pick(found: Members, names: readonly string[]): Members {
  return Object.fromEntries(Object.entries(found).filter(([name]) => names.includes(name)));
}

function mapMembers(found: Members, change: (name: string, value: unknown) => unknown): Members {
  return Object.fromEntries(Object.entries(found).map(([name, value]) => [name, change(name, value)]));
}

/** The same shape, another thing: the last characters turned round about. */
function other(text: unknown): string {
  const given = String(text);
  const end = [...given.slice(-4)].map((character) => (character === 'a' ? 'b' : 'a')).join('');
  return given.slice(0, -4) + end;
}

function isCapital(status: string): boolean {
  return status === status.toUpperCase();
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(text: string): Members | undefined {
  if (text === '') return undefined;
  const value: unknown = JSON.parse(text);
  return isMembers(value) ? value : undefined;
}

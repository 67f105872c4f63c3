import * as v from 'valibot';
import type { Answer, SendResult } from '../../payments/ports.ts';
import type { Try, tryOnce } from '../one-try.ts';
import { valueAs } from './wire.ts';

const word = v.pipe(v.string(), v.regex(/^[\w-]{1,60}$/));
/** Paysafe has been seen to write amounts as numbers and as text of digits. */
const amount = v.union([
  v.pipe(v.number(), v.safeInteger()),
  v.pipe(v.string(), v.regex(/^\d{1,12}$/), v.transform(Number)),
]);
/** A page's address as it may be shown: with a name or a password in it, it is none. */
const pageAddress = v.pipe(
  v.string(),
  v.maxLength(2_000),
  v.check((text) => {
    if (!URL.canParse(text)) return false;
    const { username, password, protocol, pathname } = new URL(text);
    return username === '' && password === '' && /^https?:$/.test(protocol) && pathname.includes('/payment/');
  }),
);

const wordOrNull = v.fallback(v.nullable(word), null);
const amountOrNull = v.fallback(v.nullable(amount), null);
const saidOrNull = v.fallback(v.nullable(v.boolean()), null);
const card = v.object({
  brand: wordOrNull,
  lastDigits: v.fallback(v.nullable(v.pipe(v.string(), v.regex(/^\d{2,4}$/))), null),
});
const transaction = v.object({
  status: v.fallback(word, 'unreadable'),
  amount: amountOrNull,
  authType: wordOrNull,
  settled: saidOrNull,
  refunded: saidOrNull,
  reversed: saidOrNull,
  errorCode: wordOrNull,
  card: v.fallback(v.nullable(card), null),
});
/** a refusal, and whether it says that this reference was used before */
const refusal = v.object({ code: wordOrNull, duplicate: v.boolean() });

/** What is kept of a reply of the Hosted Payments API: these fields, each only in its own form. */
const kept = v.object({
  id: wordOrNull,
  merchantRefNum: v.fallback(v.nullable(v.pipe(v.string(), v.regex(/^[\w-]{1,255}$/))), null),
  currencyCode: v.fallback(v.nullable(v.pipe(v.string(), v.regex(/^[A-Z]{3}$/))), null),
  totalAmount: amountOrNull,
  page: v.fallback(v.nullable(pageAddress), null),
  transaction: v.fallback(v.nullable(transaction), null),
  error: v.fallback(v.nullable(refusal), null),
});
export type HostedReply = v.InferOutput<typeof kept>;

const raw = v.looseObject({
  link: v.fallback(
    v.optional(v.array(v.looseObject({ rel: v.optional(v.unknown()), uri: v.optional(v.unknown()) })), []),
    [],
  ),
  error: v.fallback(
    v.optional(v.looseObject({ code: v.optional(v.unknown()), message: v.optional(v.unknown()) })),
    undefined,
  ),
});

/**
 * One request to the Hosted Payments API. Its replies carry the house's own key in the addresses under `self` and `resend_callback`
 * (paysafe-card-entry.md, section 5): what comes back from here is only what `kept` names, before anything else can see it. Everything beyond the
 * one try, the trace of the sender with it, never has the reply as it came.
 */
export function tryWithoutSecrets(once: typeof tryOnce): typeof tryOnce {
  return async (given: Try): Promise<SendResult> => {
    const result = await once(given);
    return result.got === 'answer' ? { ...result, answer: withoutSecrets(result.answer) } : result;
  };
}

/** In the place of a body that was none of Paysafe's: a page of a wall in between, or one that was cut. */
const unreadable = 'unreadable';

/** An answer with nothing in it but what `kept` names; of a body that cannot be read as a reply only that. No header is kept. */
export function withoutSecrets({ status, body, providerAt }: Answer): Answer {
  const reply = keptOf(body);
  const kept = reply !== null ? JSON.stringify(reply) : body.trim() === '' ? '' : unreadable;
  return { status, headers: {}, body: kept, providerAt };
}

/** Whether it may be Paysafe's own answer: one of its replies, or nothing but a status. */
export function isOwnAnswer({ body }: Answer): boolean {
  return body !== unreadable;
}

/** What an answer that came through `tryWithoutSecrets` says. */
export function readHosted({ body }: Answer): HostedReply | null {
  return body === '' ? null : valueAs(kept, jsonOf(body));
}

function keptOf(body: string): HostedReply | null {
  const reply = valueAs(raw, jsonOf(body));
  if (reply === null) return null;
  const page = reply.link.find(({ rel }) => rel === 'hosted_payment')?.uri;
  const code = reply.error?.code;
  const message = reply.error?.message;
  const duplicate = typeof message === 'string' && /duplicate merchant reference/i.test(message);
  return valueAs(kept, {
    ...reply,
    page,
    error: reply.error && { code: typeof code === 'number' ? String(code) : code, duplicate },
  });
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // A page of a wall in between, or a reply that was cut: nothing of it is told on.
    return null;
  }
}

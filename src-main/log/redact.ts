/** What a log line may carry: ids and codes, never a name, an address, a number of a person, an amount's owner or a secret. */
const allowed = new Set([
  'what',
  'call',
  'code',
  'reference',
  'provider',
  'mode',
  'kind',
  'state',
  'why',
  'tried',
  'tries',
  'repeat',
  'attempt',
  'method',
  'path',
  'status',
  'ms',
  'bytes',
  'pages',
  'count',
  'lines',
  'table',
  'gone',
  'rows',
  'ref',
  'id',
  'operation',
  'staffId',
  'version',
  'platform',
  'screen',
  'health',
  'left',
  'requestId',
  'retryAfter',
  'offset',
  'port',
  'detail',
  'message',
  'name',
  'stack',
  'cause',
]);

export type LogValue = string | number | boolean | null;
export type LogFields = Readonly<Record<string, unknown>>;

/** Text in the place of what was taken out. */
const gone = '[removed]';
const longest = 2000;
const longestRead = 4 * longest;

const patterns: readonly RegExp[] = [
  // Stripe: keys, restricted keys, webhook secrets, client secrets
  /\b(?:sk|rk|pk|whsec|ephkey)_\w+/g,
  /\b\w+_secret_\w+/g,
  // Authorization headers, and what stands in an address before the host
  /\b(?:Basic|Bearer)\s+[\w+/.~=-]{6,}/gi,
  /(?<=:\/\/)[^\s/@]+@/g,
  // Paysafe: single-use tokens, permanent card and account tokens, mandates
  /\b(?:SC|[CDM])(?=[A-Za-z0-9]*[A-Z0-9])[A-Za-z0-9]{11,}\b/g,
  /[\p{L}\p{N}._%+-]+(?:@|%40)[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/giu,
];

/** Digits as people write telephone numbers; judged by their count below. */
/** Wherever they stand, also inside another word. */
const longDigits = /\d(?:[ .-]?\d){11,18}/g;
const digitsInRow = /(?<![\p{L}\d_])[+(]?\d(?:[ ().\/-]{0,3}\d){6,18}(?![\p{L}\d_])/gu;

/**
 * The facts of a log line: only fields of the allow-list, only plain values, and no text that looks like a key, a token, an e-mail, a
 * telephone or a card number. What is taken out leaves a mark, so that nobody wonders.
 */
export function redactFields(fields: LogFields): Record<string, LogValue> {
  const kept: Record<string, LogValue> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (allowed.has(name)) kept[name] = plain(value);
  }
  return kept;
}

/** A text without what must never be in a file. Ids such as `cus_…`, `pi_…` and our own stay. */
export function redactText(text: string): string {
  // What is cut off may cut a number in two: its first half goes as well.
  const whole = text.length <= longestRead;
  let clean = whole ? text : text.slice(0, longestRead);
  for (const pattern of patterns) clean = clean.replace(pattern, gone);
  clean = clean.replace(longDigits, (found) => (looksLikeCard(found) ? gone : found));
  clean = clean.replace(digitsInRow, (found) => (looksLikePhone(found) ? gone : found));
  if (!whole) clean = clean.slice(0, -64);
  return clean.length > longest ? `${clean.slice(0, longest)}…` : clean;
}

/** An error without the values it may quote: its kind, code, cleaned message, and where it was. */
export function redactError(error: unknown): Record<string, LogValue> {
  if (!(error instanceof Error)) return { message: redactText(typeof error === 'string' ? error : typeof error) };
  const code =
    'code' in error && (typeof error.code === 'string' || typeof error.code === 'number') ? error.code : null;
  const cause = error.cause instanceof Error ? redactText(`${error.cause.name}: ${error.cause.message}`) : null;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    name: error.name,
    ...(code === null ? {} : { code: typeof code === 'string' ? redactText(code) : code }),
    message: redactText(error.message),
    stack: frames.slice(0, 8).map(frameOf).join(' | '),
    ...(cause === null ? {} : { cause }),
  };
}

/** Where in our code, without the folders of this computer: they may carry somebody's name. */
function frameOf(line: string): string {
  return line
    .trim()
    .replace(/^at /, '')
    .replace(/(?:file:\/\/)?[^\s()]*[\\/]([^\\/()]+[\\/][^\\/()]+)/g, '$1');
}

function plain(value: unknown): LogValue {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'number') return isCardNumber(String(value)) ? gone : value;
  if (typeof value === 'boolean' || value === null) return value;
  return gone;
}

/** Twelve to nineteen digits that pass Luhn anywhere in a run: a number stuck to another one is still a number. */
function looksLikeCard(text: string): boolean {
  const digits = text.replace(/\D/g, '');
  for (let from = 0; from + 12 <= digits.length; from += 1) {
    for (let length = 12; length <= 19 && from + length <= digits.length; length += 1) {
      if (passesLuhn(digits.slice(from, from + length))) return true;
    }
  }
  return false;
}

function isCardNumber(digits: string): boolean {
  return /^\d{12,19}$/.test(digits) && passesLuhn(digits);
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = Number(digits[digits.length - 1 - place]);
    const doubled = place % 2 === 0 ? digit : digit * 2;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** Eight digits may be a date; a bare run of 12 or more is an id or a moment unless it carries a plus. */
function looksLikePhone(text: string): boolean {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const digits = text.replace(/\D/g, '');
  if (/^\d+$/.test(text)) return digits.length >= 10 && digits.length <= 11;
  return digits.length >= 7 && digits.length <= 15;
}

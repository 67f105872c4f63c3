/** Letters that Unicode does not take apart, written as staff type them. */
const plain: Readonly<Record<string, string>> = {
  œ: 'oe',
  æ: 'ae',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ß: 'ss',
  ı: 'i',
  þ: 'th',
  ħ: 'h',
};
const special = new RegExp(`[${Object.keys(plain).join('')}]`, 'gu');
const apostrophes = /[’‘ʼʹ´`′]/gu;

/** Lower case without accents: é = e, œ = oe, ł = l, every apostrophe the straight one. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(apostrophes, "'")
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(special, (letter) => plain[letter] ?? letter);
}

/** The words of a folded text; a hyphen, an apostrophe or any other sign ends a word. */
export function wordsOf(folded: string): string[] {
  return folded.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** By what the list is sorted and two people have "the very same name". */
export function nameKey(name: string): string {
  return wordsOf(fold(name)).join(' ');
}

export function emailKey(email: string | null): string | null {
  const key = email?.trim().toLowerCase() ?? '';
  return key === '' ? null : key;
}

/**
 * A phone number without its punctuation and country prefix, so that +1 514 555-0142 is 514 555-0142 and +33 6 12… is 06 12….
 * Null when too short to say that two people share it.
 */
export function phoneKey(phone: string | null): string | null {
  const national = (phone ?? '').replace(/\D/g, '').replace(/^0+/, '');
  if (national.length < 7) return null;
  if (national.length === 11 && /^(1|33)/.test(national)) return national.replace(/^(1|33)/, '');
  return national;
}

/** Everything a phone number may be typed by: its digits, without the country prefix, from the start of each group on. */
export function phoneWords(phone: string | null): string[] {
  const groups = withoutCountry(phone ?? '').match(/\d+/g) ?? [];
  const digits = groups.join('');
  const starts = new Set<number>([0]);
  let start = 0;
  for (const group of groups) {
    starts.add(start);
    start += group.length;
  }
  if (digits.length === 10 && !digits.startsWith('0')) for (const step of [3, 6]) starts.add(step);
  return [...new Set([...starts].map((from) => digits.slice(from)).filter((word) => word.length >= 2))];
}

/** North American numbers are said without their 1, French ones with 0 in place of +33. */
export function withoutCountry(phone: string): string {
  const north = /^\s*(?:\+1|1(?=\D*\d{3}\D*\d{3}\D*\d{4}\s*$))\D*/;
  return phone.replace(north, '').replace(/^\s*\+33\D*(?:\(0\)\D*)?/, '0');
}

/** Hosts that tell nobody from anybody: their names would answer to every short word. */
const publicHosts =
  /^(gmail|googlemail|hotmail|outlook|live|msn|yahoo|ymail|icloud|me|aol|proton|protonmail|videotron|bell|sympatico|orange|free|sfr|wanadoo|laposte)$/;

/** Words of an address: of the part before @, of a host that is not everybody's, and `@host` as one word. */
export function emailWords(email: string | null): string[] {
  const [local = '', host = ''] = fold(email ?? '').split('@');
  const labels = wordsOf(host);
  const telling = labels.slice(0, -1).filter((label) => !publicHosts.test(label));
  return [...wordsOf(local), ...telling, ...(labels.length > 0 ? [`@${labels.join('')}`] : [])];
}

/** Words of a name; O’Brien and Jean-Luc are found in one word or in two. */
export function nameWords(name: string): string[] {
  const folded = fold(name);
  const joined = folded
    .split(/\s+/)
    .filter((part) => /['-]/.test(part))
    .map((part) => wordsOf(part).join(''));
  return [...wordsOf(folded), ...joined];
}

import type { CustomerRecord, PaymentRecord, Records } from '../src-main/payments/records.ts';

const firstNames =
  'Amélie Béatrice Camille Daphné Élodie Florence Gabrielle Hélène Inès Jeanne Karine Léa Maude Noémie Océane Priya Rosalie Sophie Thérèse Valérie William Xavier Yannick Zoé Antoine Benoît Charles David Étienne François Guillaume Hugo Issam Jérôme Kevin Louis Mathieu Nicolas Olivier Philippe Raphaël Samuel Tristan Ulysse Vincent Łukasz Nguyễn Siobhán Søren Jean-Luc'.split(
    ' ',
  );
const lastNames =
  'Tremblay Gagnon Roy Côté Bouchard Gauthier Morin Lavoie Fortin Gagné Ouellet Pelletier Bélanger Lévesque Bergeron Leblanc Paquette Girard Simard Boucher Caron Beaulieu Cloutier Dubé Poirier Fournier Lapointe Leclerc Lefebvre Poulin Thibault St-Pierre Nadeau Martel Landry Martin Grenier Lessard Bouchard-Roy Lemay-Ström O’Brien L’Heureux Papadakis Cherkaoui Haddad Nowak Trần Kaur Singh Cœur'.split(
    ' ',
  );
const hosts = ['gmail.com', 'hotmail.com', 'videotron.ca', 'clinique.example', 'outlook.com'];

/** Believable customers, the same for the same count: pages of `size` with a payment for every third. */
export function* manyCustomers(count: number, size: number): Generator<Records> {
  const random = seeded(20_261_120);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const now = Date.UTC(2026, 10, 20);
  for (let start = 0; start < count; start += size) {
    const customers: CustomerRecord[] = [];
    const payments: PaymentRecord[] = [];
    for (let n = start; n < Math.min(count, start + size); n += 1) {
      const [first, last] = [pick(firstNames), pick(lastNames)];
      const created = now - Math.floor(random() * 3 * 365 * 86_400_000);
      const phone = `+1 (${pick(['514', '438', '450'])}) ${digits(random, 3)}-${digits(random, 4)}`;
      customers.push(
        customer(n, { name: `${first} ${last}`, phone, email: `c${n}@${pick(hosts)}`, createdAt: created }),
      );
      if (n % 3 === 0) payments.push(payment(n, created));
    }
    yield { customers, payments };
  }
}

/** What staff type, letter by letter: whole words, beginnings, two words, the end of a number. */
export function typedSearches(count: number): string[] {
  const random = seeded(7);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  return Array.from({ length: count }, (_, n) => {
    const [first, last] = [pick(firstNames), pick(lastNames)];
    const cut = (word: string): string => word.slice(0, 1 + Math.floor(random() * word.length));
    switch (n % 5) {
      case 0:
        return cut(first);
      case 1:
        return cut(last);
      case 2:
        return `${first} ${cut(last)}`;
      case 3:
        return `${cut(first)} ${cut(last)}`;
      default:
        return digits(random, 4);
    }
  });
}

function customer(n: number, given: Pick<CustomerRecord, 'name' | 'phone' | 'email' | 'createdAt'>): CustomerRecord {
  return {
    id: `stripe:cus_${n}`,
    provider: 'stripe',
    ref: `cus_${n}`,
    language: null,
    defaultCardId: null,
    externalId: null,
    deleted: false,
    readAt: 1,
    ...given,
  };
}

function payment(n: number, at: number): PaymentRecord {
  return {
    id: `stripe:pi_${n}`,
    provider: 'stripe',
    ref: `pi_${n}`,
    customerId: `stripe:cus_${n}`,
    cardId: null,
    card: null,
    state: 'paid',
    currency: 'CAD',
    authorized: 8000,
    capturable: 0,
    taken: 8000,
    refunded: 0,
    settlements: [],
    at: at + 86_400_000,
    captureBefore: null,
    description: null,
    key: null,
    account: null,
    readAt: 1,
  };
}

const digits = (random: () => number, length: number): string =>
  String(Math.floor(random() * 10 ** length)).padStart(length, '0');

/** mulberry32: small, the same on every machine. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

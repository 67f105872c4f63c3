import { describe, expect, it } from 'vitest';
import { sourcesOf, textOf, textsOf } from './sources.ts';

/** Where sentences are written for staff, for clients and for papers. */
const spoken = [
  ...['src-renderer', 'src-main/said', 'src-main/house', 'src-main/shell', 'src-main/evidence', 'src-main/staff'],
  ...['src-main/sync', 'src-main/rounds', 'src-main/payments', 'src-main/contract'],
];
const files = [
  ...spoken
    .flatMap((folder) => sourcesOf(folder))
    .filter((path) => path.endsWith('.ts') && !path.includes('/wording/en/')),
  ...['src-main/card-page/words.ts', 'src-main/sandbox/stripe/page-wording.ts'],
];

/** A space at which a line may break, where French has none: before `: ; ! ? » %`, after `«`, and between a number and what it counts. */
const breaking = / (?=[:;!?»%](?:[\s.,;)]|$))|« |\d (?=(?:[$%¢]|h|j|min|jours?|minutes?|heures?)(?![\p{L}\d]))/u;

const wrongIn = (path: string, source: string): string[] =>
  textsOf(path, source)
    .filter(({ text }) => breaking.test(text))
    .map(({ line, text }) => `${path}:${line} ${text}`);

describe('French sentences', () => {
  it('never leave a colon, a closing quote or a unit alone at the start of a line', () => {
    expect(files.flatMap((path) => wrongIn(path, textOf(path)))).toEqual([]);
    expect(files.length).toBeGreaterThan(200);
  });

  it.each([
    ["'Non trouvé : sans carte'"],
    ['`${name} : vide.`'],
    ["'Est-ce bien vous ?'"],
    ["'Prenez « Carte au comptoir»'"],
    ["'Prenez «Carte »'"],
    ["'De 5 à 10 jours, selon la banque'"],
    ['`Il reste ${sum} ; la page se ferme`'],
    ["'9 h, 16 h 30'"],
    ["'2,9 % et 30 ¢'"],
  ])('are found where they could: %s', (source) => {
    expect(wrongIn('words.ts', `const said = ${source};`)).toHaveLength(1);
  });

  it('may be followed by a value, an address or a choice in code', () => {
    const sound = ["'Voir\u00a0: la liste'", "'https://exemple.ca'", 'one ? two : three', "'10\u00a0jours'", "'9:30'"];
    for (const source of sound) expect(wrongIn('words.ts', `const said = ${source};`)).toEqual([]);
  });
});

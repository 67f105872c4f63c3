import type { Chance } from './chance.ts';

/** Where a family's names come from; Montréal has them all. */
interface Origin {
  readonly weight: number;
  /** How likely they are to be served in French. */
  readonly french: number;
  readonly first: readonly string[];
  readonly last: readonly string[];
}

const words = (text: string): readonly string[] => text.split(', ');

const origins: readonly Origin[] = [
  {
    weight: 50,
    french: 0.97,
    first: words(
      'Amélie, Marie-Ève, Geneviève, Véronique, Chloé, Léa, Maude, Josée, Andréanne, Émilie, Noémie, Océane, Mégane, Élise, Myriam, Sylvie, Ginette, Hélène, Anne-Sophie, Marie-Claude, Jean-François, Marc-André, Louis-Philippe, Pierre-Luc, Étienne, Jérôme, Frédéric, Sébastien, Mathieu, Félix, Rémi, Benoît, Réjean, Alexis, Raphaël, Zacharie, Maïka, Solène, Édith, Aurélie',
    ),
    last: words(
      'Tremblay, Gagnon, Roy, Côté, Bouchard, Gauthier, Morin, Lavoie, Fortin, Gagné, Ouellet, Pelletier, Bélanger, Lévesque, Bergeron, Leblanc, Paquette, Girard, Simard, Boucher, Caron, Beaulieu, Cloutier, Dubé, Poirier, Fournier, Lapointe, Lefebvre, Nadeau, Thériault, Hébert, Desjardins, St-Pierre, D’Amours, Archambault, Charbonneau, Villeneuve, Bouchard-Lévesque, Roy-Desjardins, Côté-Simard',
    ),
  },
  {
    weight: 12,
    french: 0.1,
    first: words(
      'Emma, Olivia, Grace, Heather, Siobhán, Claire, Meredith, Abigail, James, Liam, Owen, Duncan, Gareth, Colin, Patrick, Zoë, Chloe, Renée',
    ),
    last: words(
      'MacDonald, O’Brien, Smith-Jones, Campbell, Stewart, Kelly, Fraser, Whitfield, Hughes, Doyle, Cohen, Goldberg, O’Connor, Thompson, Wright',
    ),
  },
  {
    weight: 7,
    french: 0.6,
    first: words('Thảo, Linh, Hương, Minh, Tuấn, Đức, Quỳnh, Ngọc, Hải, Bảo, Trúc, Phúc'),
    last: words('Nguyễn, Trần, Lê, Phạm, Huỳnh, Võ, Đặng, Bùi, Đỗ, Ngô'),
  },
  {
    weight: 11,
    french: 0.85,
    first: words(
      'Fatima-Zahra, Yasmine, Nour, Leïla, Amina, Khadija, Salma, Rania, Saïd, Karim, Youssef, Mehdi, Rachid, Noureddine, Ismaël, Anas',
    ),
    last: words(
      'Benali, Haddad, El Amrani, Bensaïd, Khoury, Mansouri, Cherkaoui, Belhadj, Bouzid, Nasser, Saïdi, El-Khatib, Zeroual',
    ),
  },
  {
    weight: 6,
    french: 0.55,
    first: words('João, Inês, Conceição, Tiago, Sofia, Luís, Mónica, Goncalo, Beatriz, António, Lúcia'),
    last: words('da Silva, Gonçalves, Araújo, Magalhães, Simões, Conceição, Pacheco, de Sousa, Guimarães, Falcão'),
  },
  {
    weight: 8,
    french: 0.9,
    first: words(
      'Wideline, Jean-Baptiste, Marie-Flore, Roseline, Guerda, Wilner, Frantz, Islande, Daphney, Mackenson, Fabiola',
    ),
    last: words(
      'Pierre-Louis, Jean-Charles, Désir, Toussaint, Étienne, Saint-Fleur, Baptiste, Dorcéus, Joseph, Célestin, Estimé',
    ),
  },
  {
    weight: 6,
    french: 0.3,
    first: words(
      'Ioánnis, Eleni, Giulia, Niccolò, Małgorzata, Łukasz, Zofia, Søren, Björn, Ana-María, José, Íñigo, Priya, Arjun, Mei-Ling, Jörg',
    ),
    last: words(
      'Papadopoulos, Di Domenico, D’Angelo, Kowalczyk, Wójcik, Lindström, Muñoz, Ibáñez, García-López, Patel, Krishnamurthy, Wong, Müller',
    ),
  },
];

export interface GivenName {
  readonly firstName: string;
  readonly lastName: string;
  readonly locale: 'fr' | 'en';
}

/**
 * Draws people with names that nobody in `taken` has yet, and adds them to it: two of the same name happen only where the
 * house wants them.
 *
 * @param family how many share one last name.
 */
export function drawFamily(chance: Chance, taken: Set<string>, family: number): GivenName[] {
  for (;;) {
    const origin = chance.weighed(origins.map((entry) => [entry, entry.weight] as const));
    const lastName = chance.pick(origin.last);
    const locale = chance.happens(origin.french) ? 'fr' : 'en';
    const firstNames = chance
      .shuffled(origin.first)
      .filter((firstName) => !taken.has(`${firstName} ${lastName}`))
      .slice(0, family);
    if (firstNames.length < family) continue;
    for (const firstName of firstNames) taken.add(`${firstName} ${lastName}`);
    return firstNames.map((firstName) => ({ firstName, lastName, locale }));
  }
}

/** `Noémie D’Aoust` → `noemie.daoust@exemple.ca`. */
export function emailOf(firstName: string, lastName: string, suffix = ''): string {
  const plain = (text: string): string =>
    text
      .replaceAll('Đ', 'D')
      .replaceAll('đ', 'd')
      .replaceAll('Ł', 'L')
      .replaceAll('ł', 'l')
      .replaceAll('ø', 'o')
      .normalize('NFD')
      .replace(/[^A-Za-z -]/g, '')
      .trim()
      .replaceAll(' ', '-')
      .toLowerCase();
  return `${plain(firstName)}.${plain(lastName)}${suffix}@exemple.ca`;
}

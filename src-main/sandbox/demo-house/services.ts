import type { Chance } from './chance.ts';

export interface Service {
  readonly fr: string;
  readonly en: string;
  /** Cents, before taxes. */
  readonly price: number;
  /** Care by a regulated profession bears no sales tax in Québec. */
  readonly taxed: boolean;
  readonly by: readonly string[];
}

const salon = ['Léa', 'Hugo', 'Inès'];

export const services = {
  cut: { fr: 'Coupe', en: 'Cut', price: 4500, taxed: true, by: salon },
  cutAndSet: { fr: 'Coupe et mise en plis', en: 'Cut and set', price: 6500, taxed: true, by: ['Léa'] },
  colourAndCut: { fr: 'Coloration et coupe', en: 'Colour and cut', price: 18_500, taxed: true, by: ['Léa', 'Hugo'] },
  balayage: { fr: 'Balayage', en: 'Balayage', price: 28_000, taxed: true, by: ['Léa'] },
  keratin: { fr: 'Traitement à la kératine', en: 'Keratin treatment', price: 17_000, taxed: true, by: ['Hugo', 'Léa'] },
  manicure: { fr: 'Manucure', en: 'Manicure', price: 5500, taxed: true, by: ['Hugo', 'Inès'] },
  facial: { fr: 'Soin du visage', en: 'Facial', price: 11_000, taxed: true, by: ['Inès'] },
  laser: { fr: 'Séance de laser', en: 'Laser session', price: 24_000, taxed: true, by: ['Inès'] },
  massage: { fr: 'Massage, 60 min', en: 'Massage, 60 min', price: 12_000, taxed: true, by: ['Hugo', 'Marc'] },
  deepTissue: { fr: 'Massage profond', en: 'Deep-tissue massage', price: 14_000, taxed: true, by: ['Marc'] },
  physioFirst: { fr: 'Physio, première visite', en: 'Physio, first visit', price: 12_000, taxed: false, by: ['Marc'] },
  physio: { fr: 'Physio, suivi', en: 'Physio follow-up', price: 9500, taxed: false, by: ['Marc'] },
} as const satisfies Record<string, Service>;

/** Cents a customer pays, taxes of Québec (GST 5 % and QST 9.975 %) included. */
export function priceOf(service: Service): number {
  return service.taxed ? Math.round(service.price * 1.14975) : service.price;
}

export const noShowCover = { fr: 'Garantie de présence', en: 'No-show cover' } as const;

export interface Sale {
  /** Cents. */
  readonly amount: number;
  readonly service: string;
  readonly by: string;
}

export function drawSale(chance: Chance, locale: 'fr' | 'en'): Sale {
  const service: Service = chance.pick(Object.values(services));
  return { amount: priceOf(service), service: service[locale], by: chance.pick(service.by) };
}

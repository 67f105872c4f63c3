import type { PageLink } from '../../../src-main/payments/page-link.ts';
import { stateView } from '../../../src-main/house/links/page-link-view.ts';
import { links } from '../../../src-renderer/wording/en/links.ts';
import { linkWords } from '../../../src-renderer/wording/links.ts';
import type { Said } from './words.ts';

/** What staff see of a page: the chip of the lists, and the sentence under its code. */
export function saidOfLink(link: PageLink): Said {
  const { plan, customerName } = link;
  const { kind, provider } = plan;
  const state = stateView(provider, link.state);
  const chip = links.state[state.name];
  const sentence = linkWords({ state, kind, provider, customerName }, 'en');
  return { word: chip, chip, sentence, sort: `${state.name} ${sentence}` };
}

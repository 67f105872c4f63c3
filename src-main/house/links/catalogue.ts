import { done, refused, type Reply } from '../../contract/failure.ts';
import type { CataloguePrice } from '../../contract/page-link.ts';
import type { World } from '../world.ts';

/** The fixed prices of the house's catalogue, read at this moment. Nothing is kept of them. */
export async function cataloguePrices(world: World): Promise<Reply<{ prices: CataloguePrice[] }>> {
  const beyond = await world.engine.reach('stripe');
  if (beyond) return { ok: false, failure: beyond };
  const request = await world.links.atStripe.catalogue(world.settings.now().currency);
  const result = await world.engine.sender.send('stripe', request, 'read');
  if (result.got === 'nothing') return refused('offline', { provider: 'stripe' });
  const prices = world.links.atStripe.readCatalogue(result.answer);
  if (prices) return done({ prices: [...prices] });
  return refused(result.answer.status === 403 ? 'permission_missing' : 'provider_odd', { provider: 'stripe' });
}

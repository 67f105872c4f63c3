import type { SettingsView } from '../../contract/desk-status.ts';
import { done, refused, type Failure, type Reply } from '../../contract/failure.ts';
import { pageReference } from '../../payments/repeat-key.ts';
import { audit } from '../customers/customers.ts';
import { sessionView } from '../settings/desk-settings.ts';
import type { LinkWish } from './link-plan.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';

/** The owner says whether the house's Paysafe account has the Hosted Payments API. */
export async function setPaysafePages(
  world: World,
  { on }: { readonly on: boolean },
  who: SignedIn | null,
): Promise<Reply<SettingsView>> {
  const saved = await world.settings.save({ paysafePages: on });
  await audit(world, who, 'settings', { changed: 'paysafePages', on });
  world.emit('session.changed', await sessionView(world));
  return done(saved);
}

/** Why a page of Paysafe is not made, or null. It can take one exact payment; whether it could keep a card, nobody has shown. */
export function paysafePageShut(world: Pick<World, 'settings'>, wish: LinkWish): Failure | null {
  if (wish.provider === 'stripe') return null;
  if (!world.settings.now().paysafePages) return refused('paysafe_pages_off').failure;
  const { kind, price, save, agreement } = wish;
  if (kind !== 'payment') return refused('bad_input', { field: 'kind' }).failure;
  if (price.is !== 'remaining' && price.is !== 'lines') return refused('bad_input', { field: 'price' }).failure;
  return save === 'never' && agreement === null ? null : refused('bad_input', { field: 'save' }).failure;
}

/** The name of a page at its provider, made of the dialog's ticket. */
export function pageKey({ provider, ticket }: Pick<LinkWish, 'provider' | 'ticket'>): string {
  return provider === 'stripe' ? `cpt-link-${ticket}` : pageReference(ticket);
}

import type { PageLinkState, PageLinkView } from '../../contract/page-link.ts';
import type { ProviderName } from '../../contract/provider.ts';
import type { HouseLedger } from '../../ledger/ledger.ts';
import type { LinkDesk } from '../../payments/link-ports.ts';
import { amountOf, type LinkState, type PageLink } from '../../payments/page-link.ts';

/** A page as the window shows it: without its address, its request and the provider's own names. */
export async function pageLinkView(
  world: { readonly ledger: Pick<HouseLedger, 'bills'>; readonly links: Pick<LinkDesk, 'asked'> },
  link: PageLink,
): Promise<PageLinkView> {
  const { plan } = link;
  const bill = link.billId === null ? null : await world.ledger.bills.byId(link.billId);
  return {
    id: link.id,
    provider: plan.provider,
    kind: plan.kind,
    customerId: link.customerId,
    customerName: link.customerName,
    billId: link.billId,
    billCode: bill?.code ?? null,
    purpose: plan.purpose,
    amount: amountOf(plan),
    chosen: plan.price.is === 'chosen' ? plan.price.amounts : null,
    currency: plan.currency,
    save: plan.save,
    consent: plan.consent && {
      text: plan.consent.shown,
      textVersion: plan.consent.textVersion,
      language: plan.language,
      purposes: [...plan.consent.purposes],
      capEach: plan.consent.capEach,
      capTotal: plan.consent.capTotal,
      endsAt: plan.consent.endsAt,
    },
    language: plan.language,
    state: stateView(plan.provider, link.state),
    createdAt: link.createdAt,
    staffName: link.staffName,
    desk: link.desk,
    askedAt: world.links.asked.get(link.id)?.at ?? null,
  };
}

/** How a page stands, in the window's names. */
export function stateView(provider: ProviderName, state: LinkState): PageLinkState {
  switch (state.name) {
    case 'preparing':
      return { name: 'preparing' };
    case 'completed':
      return {
        name: 'completed',
        at: state.at,
        moved: state.moved,
        paymentId: state.paymentRef && `${provider}:${state.paymentRef}`,
        card: state.card,
        cardId: state.cardRef && `${provider}:${state.cardRef}`,
        saved: state.saved,
      };
    default:
      return state;
  }
}

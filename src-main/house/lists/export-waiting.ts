import type { AskedList } from '../../contract/export.ts';
import { refused, type Failure } from '../../contract/failure.ts';
import type { Saying } from '../../said/saying.ts';
import { listApprovals } from '../approvals/approval-view.ts';
import { inWhole, type Source } from './export-sources.ts';
import { pageLinkView } from '../links/page-link-view.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';

/** What Today shows as waiting: for a second person, or for a client on a page. */
export async function waitingSource(
  world: World,
  { list }: Extract<AskedList, { readonly list: 'approvals' | 'open_links' }>,
  { saying, who }: { readonly saying: Saying; readonly who: SignedIn },
): Promise<Source | Failure> {
  const { sayApprovals, sayLinks } = await import('../../said/waiting.ts');
  if (list === 'approvals') {
    const reply = await listApprovals(world, who);
    if (!reply.ok) return reply.failure;
    const said = sayApprovals(saying);
    const cells = reply.value.rows.flatMap((approval) => approval.lines.map((line) => said.cells({ approval, line })));
    return inWhole(world, said, cells);
  }
  // The screen shows the newest ones; a file has them all.
  const links = await world.links.ledger.list({ customerIds: [], billId: null, all: true });
  const said = sayLinks(saying);
  const views = await Promise.all(links.map((link) => pageLinkView(world, link)));
  return inWhole(world, said, views.map(said.cells));
}

/** Everybody of the house, those who are away too. Their list is the owner's: a manager may take other lists out, not this one. */
export async function peopleSource(
  world: World,
  { saying, who }: { readonly saying: Saying; readonly who: SignedIn },
): Promise<Source | Failure> {
  if (!who.verbs.includes('staff')) return refused('not_allowed', { verb: 'staff' }).failure;
  const { sayPeople } = await import('../../said/waiting.ts');
  const said = sayPeople(saying);
  const people = await world.session.people.list();
  return inWhole(world, said, people.map(said.cells));
}

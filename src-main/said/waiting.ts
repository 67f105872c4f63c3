import type { ApprovalLine, ApprovalView } from '../contract/approval.ts';
import type { PageLinkView } from '../contract/page-link.ts';
import type { StaffMember } from '../contract/staff.ts';
import type { TableCell } from '../contract/table-file.ts';
import { approvalLineWords, approvalStateWords } from '../../src-renderer/wording/approvals.ts';
import { wordsOf } from '../../src-renderer/wording/languages.ts';
import { linkUse, linkWords } from '../../src-renderer/wording/links.ts';
import { cardName, personName, staffWord } from '../../src-renderer/wording/sentences.ts';
import { momentsIn, type SaidList, type Saying } from './saying.ts';

const minutes = (moment: readonly [string, string]): string => `${moment[0]} ${moment[1].slice(0, 5)}`;

interface WaitingLine {
  readonly approval: ApprovalView;
  readonly line: ApprovalLine;
}

/** What waits for a second person or came back from one: a row for each amount that was prepared. */
export function sayApprovals(saying: Saying): SaidList<WaitingLine> {
  const { language } = saying;
  const { approvals, lists, shell } = wordsOf(language);
  const c = lists.columns;
  const moment = momentsIn(saying);
  return {
    list: 'approvals',
    about: [],
    columns: [
      { title: c.prepared, share: 12 },
      { title: c.by, share: 10 },
      { title: c.desk, share: 0 },
      { title: c.what, share: 9 },
      { title: c.customer, share: 15 },
      { title: c.card, share: 10 },
      { title: c.provider, share: 8 },
      { title: c.held, share: 8 },
      { title: c.amount, share: 9 },
      { title: c.currency, share: 0 },
      { title: c.state, share: 17 },
      { title: c.why, share: 14 },
      { title: c.note, share: 12 },
    ],
    cells: ({ approval, line }): TableCell[] => [
      minutes(moment(approval.at)),
      staffWord(approval.staffName, language),
      approval.desk,
      approvals.kind[line.kind],
      personName(line.customerName, language),
      line.card ? cardName(line.card, language) : null,
      shell.providers[line.provider],
      line.held === null ? null : { amount: line.held, currency: line.amount.currency },
      line.amount,
      line.amount.currency,
      approvalStateWords(approval, language),
      approvalLineWords(line, language).join(' '),
      approval.note,
    ],
  };
}

/** Pages that clients can still use. No address stands in it: that is asked for while somebody looks, and kept nowhere. */
export function sayLinks(saying: Saying): SaidList<PageLinkView> {
  const { language } = saying;
  const { links, lists, shell } = wordsOf(language);
  const c = lists.columns;
  const moment = momentsIn(saying);
  return {
    list: 'open_links',
    about: [],
    columns: [
      { title: c.customer, share: 17 },
      { title: c.kind, share: 14 },
      { title: c.amount, share: 9 },
      { title: c.currency, share: 0 },
      { title: c.bill, share: 9 },
      { title: c.provider, share: 9 },
      { title: c.placed, share: 12 },
      { title: c.by, share: 10 },
      { title: c.closes, share: 12 },
      { title: c.state, share: 10 },
      { title: c.details, share: 18 },
    ],
    cells(link): TableCell[] {
      const { state, kind } = link;
      const until = state.name === 'open' || state.name === 'processing' ? state.expiresAt : null;
      return [
        personName(link.customerName, language),
        linkUse(link, language),
        link.amount,
        link.currency,
        link.billCode,
        shell.providers[link.provider],
        minutes(moment(link.createdAt)),
        staffWord(link.staffName, language),
        // An invoice has a day on which it is due, and closes on none.
        until === null ? null : kind === 'invoice' ? links.dueOn(moment(until)[0]) : minutes(moment(until)),
        links.state[state.name],
        linkWords(link, language),
      ];
    },
  };
}

/** The people of the house and what they may. */
export function sayPeople({ language }: Saying): SaidList<StaffMember> {
  const { lists, settings, shell } = wordsOf(language);
  const c = lists.columns;
  const { states } = settings.people;
  const yes = (may: boolean): string | null => (may ? c.yes : null);
  return {
    list: 'people',
    about: [],
    columns: [
      { title: c.name, share: 30 },
      { title: c.role, share: 20 },
      { title: c.state, share: 18 },
      { title: c.mayStepIn, share: 16 },
      { title: c.mayApprove, share: 16 },
    ],
    cells: (person): TableCell[] => [
      person.name,
      shell.roles[person.role],
      person.active ? (person.lockedOut ? states.lockedOut : states.active) : states.away,
      yes(person.active && person.mayStepIn),
      yes(person.active && person.mayApprove),
    ],
  };
}

import type { AuditLine } from '../contract/desk-status.ts';
import { done, refused, type Reply } from '../contract/failure.ts';
import { writtenAs } from '../contract/history-actions.ts';
import type { HistoryQuestion } from '../contract/history.ts';
import type { AuditQuestion } from '../ledger/audit-question.ts';
import { dayRange } from './days/calendar.ts';
import type { World } from './world.ts';

/** Lines of the history, newest first. */
export async function listHistory(
  world: World,
  { before, limit, ...question }: HistoryQuestion & { readonly before: number | null; readonly limit: number },
): Promise<Reply<{ rows: AuditLine[]; more: boolean }>> {
  const asked = auditQuestion(question, world.settings.now().timeZone);
  return asked
    ? done(await world.ledger.audit.list({ ...asked, before, limit }))
    : refused('bad_input', { field: 'to' });
}

/** Everybody whose lines may be asked for, those who are away included. */
export async function historyPeople(world: World): Promise<Reply<{ people: { id: string; name: string }[] }>> {
  const people = await world.session.people.list();
  return done({ people: people.map(({ id, name }) => ({ id, name })) });
}

/** The question with its days as moments and its topic as what lines are written under. Null: the last day is before the first. */
export function auditQuestion(question: HistoryQuestion, timeZone: string): AuditQuestion | null {
  const { search, from = null, to = null, staff = null, topic = null, outcome = null, customer = null } = question;
  const first = from === null ? null : dayRange(from, timeZone);
  const last = to === null ? null : dayRange(to, timeZone);
  if (first && last && first.from > last.from) return null;
  return {
    search,
    from: first?.from ?? null,
    to: last?.to ?? null,
    staff,
    whats: topic === null ? null : writtenAs(topic),
    outcome,
    customer,
  };
}

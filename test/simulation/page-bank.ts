import { workOn, type Arrival, type Bank, type BankAnswer } from './bank.ts';
import type { Books } from './books.ts';
import type { PageRules } from './page-shop.ts';
import { makeStripeKeys } from './stripe-keys.ts';
import { no, stripeFault } from './stripe-objects.ts';
import type { World } from './world.ts';

/**
 * A provider that also has pages. How a page stands is told as it is at that moment: a page is asked for by its own name, and lists at Stripe show
 * what was just written. Only orders lag.
 */
export function withPages(bank: Bank, rules: PageRules, { world, books }: { world: World; books: Books }): Bank {
  const keys = makeStripeKeys(world.now);
  const parts = { world, books, fault500: stripeFault };
  const work = (arrival: Arrival, request: Parameters<Bank['receive']>[0], reply: (answer: BankAnswer) => void): void =>
    workOn(parts, { arrival, deed: () => rules.deed(request) }, reply);
  return {
    ...bank,
    look: (request, lag) => (rules.isPage(request.path) ? rules.look(request.path) : bank.look(request, lag)),
    receive(request, arrival, reply) {
      const { path, headers, body } = request;
      if (!rules.isPage(path)) return bank.receive(request, arrival, reply);
      if (arrival.fault?.is === 'unkept') return reply({ status: 503, headers: {}, body: stripeFault });
      const key = headers['idempotency-key'];
      if (key === undefined) return work(arrival, request, reply);
      const says = keys.begin(key, `${path} ${body}`);
      if (says.is === 'running') return reply(no(409, { code: 'idempotency_key_in_use' }));
      if (says.is === 'other_request') return reply(no(400, { type: 'idempotency_error' }));
      if (says.is === 'kept') return reply({ ...says.answer, headers: { 'idempotent-replayed': 'true' } });
      work(arrival, request, (answer) => {
        keys.keep(key, answer);
        reply(answer);
      });
    },
  };
}

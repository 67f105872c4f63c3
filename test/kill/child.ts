import { writeSync } from 'node:fs';
import { openDesk, type Desk } from './desk.ts';
import { makeSpotter } from './spotter.ts';
import type { Answers, Ask, Line, Reply } from './words.ts';

// A process of the desk that does as it is told until somebody kills it, or it kills itself at the step it was given.

const print = (line: Line): void => void writeSync(1, `${JSON.stringify(line)}\n`);
const say = (reply: Reply): void => void process.send?.(reply);

let now = 0;
const clock = { now: () => now, steady: () => now };
const spotter = makeSpotter(print);
const desks = new Map<'a' | 'b', Desk>();

async function answer(ask: Ask): Promise<Answers[keyof Answers]> {
  now = ask.now;
  if (ask.do === 'open') {
    const desk = await openDesk(ask.parts, { clock, spotter, name: ask.desk, print });
    desks.set(ask.desk, desk);
    return { statements: desk.statements };
  }
  if (ask.do === 'arm') {
    await spotter.arm(ask.kill);
    return null;
  }
  const desk = desks.get(ask.desk);
  if (!desk) throw new Error(`Desk ${ask.desk} is not open`);
  switch (ask.do) {
    case 'look':
      await desk.look(ask.reads);
      return null;
    case 'order':
      return desk.order(ask.order);
    case 'complete':
      return { left: await desk.complete() };
    case 'follow refunds':
      await desk.followRefunds();
      return null;
    case 'bill':
      await desk.pages.bill();
      return null;
    case 'make a page':
      return desk.pages.make(ask.page);
    case 'close the page':
      await desk.pages.close();
      return null;
    case 'follow':
      return desk.pages.follow();
    case 'pages':
      return desk.pages.all();
    case 'prepare a list':
      return desk.lists.prepare(ask.list);
    case 'approve the list':
      return desk.lists.approve();
    case 'capture the list':
      return desk.lists.capture();
    case 'lists':
      return desk.lists.all();
    case 'report':
      return desk.report();
    case 'close':
      desks.delete(ask.desk);
      await desk.close();
      return null;
  }
}

process.on('message', ({ id, ask }: { id: number; ask: Ask }) => {
  answer(ask).then(
    (value) => say({ is: 'answer', id, value }),
    (error: unknown) =>
      say({ is: 'fault', id, why: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
// Nobody is left to tell it anything.
process.on('disconnect', () => process.exit());

say({ is: 'up' });

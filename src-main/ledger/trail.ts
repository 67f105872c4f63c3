import * as v from 'valibot';
import { trailLine, type TrailLine } from '../contract/operation.ts';

/** Trail lines as they are stored: one JSON value a line, so that more can be added at the end without reading. */
export function trailText(trail: readonly TrailLine[]): string {
  return trail.map(({ at, what, detail }) => `${JSON.stringify({ at, what, detail })}\n`).join('');
}

const storedLine = v.pipe(v.string(), v.parseJson(), trailLine);

/** @throws ValiError when a line is not what was written */
export function trailOf(text: string): TrailLine[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => v.parse(storedLine, line));
}

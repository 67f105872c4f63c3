import { existsSync, readFileSync } from 'node:fs';
import { endianness } from 'node:os';

/** sqlite.org/fileformat2.html, 4: a header, then frames of a page each, every one with a checksum that goes on from the one before it. */
const headerBytes = 32;
const frameHeader = 24;

/**
 * After a crash SQLite takes its log up to the first frame that is not whole, and says nothing of those after it: a flipped bit there would undo
 * commits that staff have seen, as if they had never been. A power cut looks otherwise. It can only tear the one transaction that was just being
 * written, because each commit is on the disk before the next begins; so two ends of a transaction in what SQLite gives up mean damage.
 * To be asked before SQLite opens the file: it writes over what it gave up. Damage in the very last transaction cannot be told from a power cut.
 */
export function losesCommits(file: string): boolean {
  const log = `${file}-wal`;
  if (!existsSync(log)) return false;
  const given = givenUp(readFileSync(log));
  // Somebody else may be writing it, and the reading take longer than a commit: then the same place is whole at the second look.
  return given !== null && givenUp(readFileSync(log)) === given;
}

/** The frame from which on SQLite gives up a log with two or more ends of transactions after it; null when it gives up nothing, or only one. */
function givenUp(log: Buffer): number | null {
  if (log.length < headerBytes + frameHeader) return null;
  const magic = log.readUInt32BE(0);
  // Numbers of a checksum are read in the order of the machine that wrote the log.
  if (magic !== 0x377f0682 && magic !== 0x377f0683) return null;
  const swapped = (magic === 0x377f0683) !== (endianness() === 'BE');
  const page = log.readUInt32BE(8) || 65_536;
  const [salt1, salt2] = [log.readUInt32BE(16), log.readUInt32BE(20)];
  const words = wordsOf(log);
  let [sum1, sum2] = checksum(words, { from: 0, to: 24, sum1: 0, sum2: 0, swapped });
  if (sum1 !== log.readUInt32BE(24) || sum2 !== log.readUInt32BE(28)) return null;

  let firstBad: number | null = null;
  let ends = 0;
  for (let at = headerBytes, frame = 1; at + frameHeader + page <= log.length; at += frameHeader + page, frame += 1) {
    const ofThisLog = log.readUInt32BE(at + 8) === salt1 && log.readUInt32BE(at + 12) === salt2;
    [sum1, sum2] = checksum(words, { from: at, to: at + 8, sum1, sum2, swapped });
    [sum1, sum2] = checksum(words, { from: at + frameHeader, to: at + frameHeader + page, sum1, sum2, swapped });
    const whole = ofThisLog && sum1 === log.readUInt32BE(at + 16) && sum2 === log.readUInt32BE(at + 20);
    const isEnd = ofThisLog && log.readUInt32BE(at + 4) !== 0;
    if (!whole) {
      firstBad ??= frame;
      // A new beginning: what follows may go on from this frame as it says it was.
      ends = 0;
    }
    if (firstBad !== null && isEnd) ends += 1;
    if (ends >= 2) return firstBad;
    // The next one goes on from what stands here, whole or not.
    [sum1, sum2] = [log.readUInt32BE(at + 16), log.readUInt32BE(at + 20)];
  }
  return null;
}

function wordsOf(log: Buffer): Uint32Array {
  const whole = log.length - (log.length % 4);
  // The words of a file that was read may begin anywhere in memory: a copy of its own where they do not begin at one.
  if (log.byteOffset % 4 === 0) return new Uint32Array(log.buffer, log.byteOffset, whole / 4);
  return new Uint32Array(log.buffer.slice(log.byteOffset, log.byteOffset + whole));
}

interface Part {
  readonly from: number;
  readonly to: number;
  readonly sum1: number;
  readonly sum2: number;
  readonly swapped: boolean;
}

function checksum(words: Uint32Array, { from, to, sum1, sum2, swapped }: Part): [number, number] {
  // Signed, as the processor adds: twice as quick as numbers that have to be made positive at each word.
  let a = sum1 | 0;
  let b = sum2 | 0;
  const end = to >> 2;
  for (let at = from >> 2; at < end; at += 2) {
    const x = words[at] ?? 0;
    const y = words[at + 1] ?? 0;
    a = (a + (swapped ? turned(x) : x) + b) | 0;
    b = (b + (swapped ? turned(y) : y) + a) | 0;
  }
  return [a >>> 0, b >>> 0];
}

function turned(word: number): number {
  return (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
}

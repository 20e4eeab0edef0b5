import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { createJournal } from '../writing/journal.ts';
import { createJudge, type SeenItem, type SeenRecord } from './judge.ts';

const biography = (revision: number): string => createHash('sha256').update(String(revision)).digest('hex').repeat(50);

function record(revision: number, wideRevision = revision, change: Partial<SeenRecord> = {}): SeenRecord {
  const writtenAt = `2026-01-01T00:00:${String(revision).padStart(2, '0')}Z`;
  const income = (revision + 0.25).toFixed(2);
  return {
    number: 1,
    revision,
    wideRevision,
    name: `Nguyễn Văn ${revision}`,
    income,
    writtenAt,
    biography: biography(wideRevision),
    ...change,
  };
}

/** A change that was committed half a second after its row was written. */
function change(version: number, seen: SeenRecord | undefined, at = seen?.writtenAt.replace('Z', '.5Z')): SeenItem {
  const place = { epoch: 1, version: `1:${version}`, key: [1] };
  return seen === undefined
    ? { op: 'd', ...place, at: '2026-01-01T00:00:59Z' }
    : { op: 'u', ...place, ...(at === undefined ? {} : { at }), record: seen };
}

function judgeOf(...revisions: readonly (readonly [revision: number, wide: number])[]): (item: SeenItem) => string | undefined {
  const journal = createJournal();
  journal.propose(revisions.map(([revision, wideRevision]) => ({ table: 't', number: 1, revision, wideRevision })));
  const { judge } = createJudge(journal);
  return (item) => judge('t', item);
}

test('G-25: states that the source had, in their order, pass', () => {
  const judge = judgeOf([1, 1], [2, 1], [3, 3]);
  expect([change(1, record(1)), change(2, record(2, 1)), change(3, undefined), change(4, record(3))].map(judge)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test('G-32: a revision that no commit can have left is a fault, and so is one that was withdrawn', () => {
  expect(judgeOf([1, 1])(change(1, record(2)))).toContain('the source never had this revision');
  const journal = createJournal();
  const states = [{ table: 't', number: 1, revision: 1, wideRevision: 1 }];
  journal.propose(states);
  journal.withdraw(states);
  expect(createJudge(journal).judge('t', change(1, record(1)))).toContain('the source never had this revision');
});

test('G-32: a record that is put together of two states is a fault', () => {
  const judge = judgeOf([1, 1], [2, 1], [3, 3]);
  expect(judge(change(2, record(2, 2)))).toContain('with the wide value of 1, not 2');
  expect(judge(change(3, record(2, 1, { biography: biography(3) })))).toContain('its wide value is not that of revision 1');
  expect(judge(change(4, record(3, 3, { name: 'Nguyễn Văn 2' })))).toContain('its values are of another revision');
});

test('G-32: an older state behind a newer one is a fault, across a deletion too', () => {
  const judge = judgeOf([1, 1], [2, 2], [3, 3]);
  expect(judge(change(1, record(2)))).toBeUndefined();
  expect(judge(change(2, record(1)))).toContain('revision 2 was seen before it');
  expect(judge(change(3, record(3)))).toBeUndefined();
  expect(judge(change(4, undefined))).toBeUndefined();
  expect(judge(change(5, record(2)))).toContain('revision 3 was seen before it');
});

test('an older state may follow one that was read ahead of its place: by a snapshot, or again for its wide value', () => {
  const judge = judgeOf([1, 1], [2, 2], [3, 3], [4, 4]);
  expect(judge({ op: 'u', epoch: 1, version: '0', key: [1], record: record(2) })).toBeUndefined();
  expect(judge(change(1, record(1)))).toBeUndefined();
  // Written after the commit that its version tells of.
  expect(judge(change(2, record(4), record(2).writtenAt))).toBeUndefined();
  expect(judge(change(3, record(3)))).toBeUndefined();
  expect(judge(change(4, record(2)))).toContain('revision 3 was seen before it');
});

test('a record that was written in the very instant of its commit may have been read ahead: instants of milliseconds do not tell', () => {
  const judge = judgeOf([1, 1], [2, 2], [3, 3]);
  expect(judge(change(1, record(3), record(3).writtenAt))).toBeUndefined();
  expect(judge(change(2, record(2)))).toBeUndefined();
  expect(judge(change(3, record(1)))).toContain('revision 2 was seen before it');
});

test('G-32: a place that goes backward is a fault', () => {
  const judge = judgeOf([1, 1], [2, 2]);
  expect(judge(change(5, record(1)))).toBeUndefined();
  expect(judge(change(4, record(2)))).toContain('it follows 1/1:5');
  expect(judge({ ...change(6, record(2)), epoch: 0 })).toContain('it follows');
});

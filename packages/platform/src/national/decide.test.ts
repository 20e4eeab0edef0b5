import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeptRecord, KeyHolder } from '../storage/national-records.ts';
import { decide, keysToAsk, type LowerVersions, type Telling } from './decide.ts';

/** A table as the platform's: per key the highest version stays, whoever wrote it. */
interface Row {
  readonly version: number;
  readonly id: string | undefined;
}

const anyTelling = fc
  .record({ id: fc.constantFrom('a', 'b', 'c'), version: fc.integer({ min: 1, max: 9 }), key: fc.constantFrom('1', '2', undefined) })
  .map(({ id, version, key }) => ({ id, version, key, content: `${id} ${version} ${key}` }));

const anyRequests = fc.array(fc.array(anyTelling, { minLength: 1, maxLength: 4 }), { maxLength: 12 });

/** What is there after the requests, as the records say and as the table says. */
function play(requests: readonly (readonly Omit<Telling, 'index'>[])[], lower: LowerVersions) {
  const records = new Map<string, KeptRecord>();
  const table = new Map<string, Row>();
  const answers: string[] = [];
  for (const request of requests) {
    const tellings = request.map((telling, index) => ({ ...telling, index }));
    const asked = new Set(keysToAsk(tellings, records));
    const holders = new Map<string, KeyHolder>(
      [...table]
        .filter(([key]) => asked.has(key))
        .map(([key, { version, id }]) => [key, { kind: id === undefined ? 'gone' : 'there', version }]),
    );
    const decision = decide(tellings, { records, holders }, lower);
    answers.push(decision.kind);
    if (decision.kind !== 'taken') continue;
    for (const change of decision.changes) {
      const { id, key } = tellings[change.index] ?? { id: '', key: undefined };
      const at = change.kind === 'gone' ? change.key : (key ?? '');
      if ((table.get(at)?.version ?? 0) < change.version)
        table.set(at, { version: change.version, id: change.kind === 'gone' ? undefined : id });
    }
    for (const [id, record] of decision.kept) records.set(id, record);
  }
  const there = [...records].flatMap(([id, { key }]) => (key === undefined ? [] : [`${key} ${id}`]));
  const shown = [...table].flatMap(([key, { id }]) => (id === undefined ? [] : [`${key} ${id}`]));
  return { records, there: there.sort(), shown: shown.sort(), answers };
}

describe('what a request with national messages does', () => {
  it('leaves in the table the very records that are there, each under a key of its own', () => {
    fc.assert(
      fc.property(anyRequests, fc.constantFrom('conflict' as const, 'ignore' as const), (requests, lower) => {
        const { there, shown } = play(requests, lower);
        expect(shown).toEqual(there);
        expect(new Set(there.map((entry) => entry.split(' ')[0])).size).toBe(there.length);
      }),
      { numRuns: 5000 },
    );
  });

  it('never lowers a version, and keeps of each record the highest that was taken', () => {
    fc.assert(
      fc.property(anyRequests, (requests) => {
        for (let length = 1; length <= requests.length; length++) {
          const before = play(requests.slice(0, length - 1), 'ignore').records;
          const after = play(requests.slice(0, length), 'ignore').records;
          for (const [id, { version }] of before) expect(after.get(id)?.version).toBeGreaterThanOrEqual(version);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('with a key of its own for each record ends the same in any order, with anything repeated', () => {
    const ownKeys = fc.array(
      anyTelling.map(({ key, ...telling }) => ({ ...telling, key: key === undefined ? undefined : `own ${telling.id}` })),
      { maxLength: 12 },
    );
    const shuffled = ownKeys
      .map((all) => [...new Map(all.map((telling) => [`${telling.id} ${telling.version}`, telling])).values()])
      .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 })));
    fc.assert(
      fc.property(shuffled, ([all, other]) => {
        const alone = (list: readonly Omit<Telling, 'index'>[]) => list.map((telling) => [telling]);
        expect(play(alone(other), 'ignore').there).toEqual(highest(all));
        expect(play(alone(other), 'conflict').there).toEqual(highest(all));
        expect(play([other], 'ignore').there).toEqual(highest(all));
      }),
      { numRuns: 2000 },
    );
  });

  it('tells a repetition from another content under the same version', () => {
    const first = { id: 'a', version: 5, key: '1', content: 'x' };
    expect(play([[first], [first]], 'conflict').answers).toEqual(['taken', 'taken']);
    expect(play([[first], [{ ...first, content: 'y' }]], 'conflict').answers).toEqual(['taken', 'behind']);
    expect(play([[first], [{ ...first, content: 'y' }]], 'ignore').answers).toEqual(['taken', 'taken']);
  });

  it('takes a cancellation for a repetition of another under the same version, whatever else it says', () => {
    const gone = { id: 'a', version: 5, key: undefined, content: 'x' };
    expect(play([[gone], [{ ...gone, content: 'y' }]], 'conflict').answers).toEqual(['taken', 'taken']);
    expect(play([[gone], [{ ...gone, key: '1', content: 'z' }]], 'conflict').answers).toEqual(['taken', 'behind']);
  });

  it('leaves a row of each cancellation where names follow from keys: of what nobody heard of, and of what was gone already', () => {
    const known = { records: new Map(), holders: new Map(), names: new Map([['a', '1']]) };
    const gone = { index: 0, id: 'a', version: 5, key: undefined, content: 'x' };
    expect(decide([gone], known, 'conflict')).toMatchObject({ changes: [{ kind: 'gone', index: 0, version: 5, key: '1' }], ignored: 0 });
    const cancelled = new Map([['a', { version: 3, content: '', key: undefined }]]);
    expect(decide([gone], { ...known, records: cancelled }, 'conflict')).toMatchObject({
      changes: [{ kind: 'gone', version: 5, key: '1' }],
    });
    expect(decide([gone], { ...known, names: new Map() }, 'conflict')).toMatchObject({ changes: [] });
  });

  it('gives a key to another record only when the first was cancelled, and only above it', () => {
    const a = { id: 'a', version: 5, key: '1', content: 'a' };
    const b = { id: 'b', version: 3, key: '1', content: 'b' };
    const gone = { ...a, version: 6, key: undefined };
    expect(play([[a], [b]], 'ignore').answers).toEqual(['taken', 'key-taken']);
    expect(play([[a], [gone], [b]], 'ignore').answers).toEqual(['taken', 'taken', 'behind']);
    expect(play([[a], [gone], [{ ...b, version: 7 }]], 'ignore').there).toEqual(['1 b']);
    expect(play([[a], [{ ...a, version: 6, key: '2' }], [{ ...b, version: 7 }]], 'ignore').there).toEqual(['1 b', '2 a']);
  });
});

function highest(all: readonly Omit<Telling, 'index'>[]): readonly string[] {
  const newest = new Map<string, Omit<Telling, 'index'>>();
  for (const telling of all) if ((newest.get(telling.id)?.version ?? 0) < telling.version) newest.set(telling.id, telling);
  return [...newest].flatMap(([id, { key }]) => (key === undefined ? [] : [`${key} ${id}`])).sort();
}

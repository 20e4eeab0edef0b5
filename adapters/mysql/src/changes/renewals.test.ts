import type { RowBlock } from '@lienthong/core';
import { expect, it } from 'vitest';
import type { Followed } from './followed.ts';
import { type CascadeSign, createRenewals, type TablePages } from './renewals.ts';

const block = (count: number): RowBlock => ({ bytes: Buffer.alloc(0), bounds: new Int32Array(count * 2).fill(-1), width: 1, count });

function sign(table: string, number: number): CascadeSign {
  const followed = {
    name: table,
    selection: { collection: { schema: 's', name: table }, columns: ['id'], key: ['id'] },
  } as unknown as Followed; // all that is looked at
  return {
    ...{ followed, commit: String(number).padStart(16, '0'), ordinal: 3, at: undefined, tx: undefined },
    written: { gtid: {} as never, file: 'f', offset: number },
    before: { offset: number } as never,
  };
}

/** Tables of two pages; notes what began to be read, and what was left. */
function scene(pages: () => readonly (RowBlock | undefined)[] = () => [block(2), block(1)]) {
  const log: string[] = [];
  const clock = { now: 0 };
  const renewals = createRenewals({
    async *read({ followed, commit }): TablePages {
      log.push(`${followed.name} ${Number(commit)}`);
      try {
        for (const page of pages()) {
          clock.now += 10;
          yield await Promise.resolve(page);
        }
      } finally {
        log.push(`${followed.name} left`);
      }
    },
    now: () => clock.now,
  });
  const versions = async () => (await renewals.next()).map((change) => `${change.op} ${change.version}`);
  return { log, clock, renewals, versions };
}

const version = (number: number, ordinal: number) => `1:${String(number).padStart(16, '0')}-${String(ordinal).padStart(10, '0')}`;

it('rows stand above the end that takes away what is older, and the position before the transaction', async () => {
  const { renewals, versions } = scene();
  expect([renewals.due(), renewals.held()]).toEqual([undefined, undefined]);
  renewals.note(sign('a', 7));
  expect(renewals.held()).toEqual({ offset: 7 });
  expect(await versions()).toEqual([`u ${version(7, 4)}`, `u ${version(7, 5)}`]);
  expect(await versions()).toEqual([`u ${version(7, 6)}`]);
  expect(renewals.held()).toEqual({ offset: 7 });
  expect(await versions()).toEqual([`t ${version(7, 3)}`]);
  expect([renewals.due(), renewals.held()]).toEqual([undefined, undefined]);
});

it('what comes while a table is read has it read once more, behind the newest, after a rest', async () => {
  const { log, clock, renewals, versions } = scene();
  renewals.note(sign('a', 7));
  await versions();
  for (const number of [8, 9]) renewals.note(sign('a', number));
  await versions();
  expect(await versions()).toEqual([`t ${version(7, 3)}`]);
  expect(renewals.held()).toEqual({ offset: 8 });
  expect(renewals.due()).toBe(clock.now + 9 * 20);
  expect((await versions())[0]).toBe(`u ${version(9, 4)}`);
  expect(log).toEqual(['a 7', 'a left', 'a 9']);
});

it('a table that changed its shape meanwhile is read from its beginning', async () => {
  const { log, renewals, versions } = scene();
  renewals.note(sign('a', 7));
  await versions();
  await renewals.restart('a');
  await renewals.restart('unknown');
  expect(renewals.held()).toEqual({ offset: 7 });
  expect(await versions()).toEqual([`u ${version(7, 4)}`, `u ${version(7, 5)}`]);
  expect(log).toEqual(['a 7', 'a left', 'a 7']);
  await renewals.close();
  expect(log.at(-1)).toBe('a left');
});

it('asks again later where the transaction cannot be seen yet, and reads other tables until then', async () => {
  let seen = false;
  const { clock, renewals, versions } = scene(() => (seen ? [block(1)] : [undefined, block(1)]));
  renewals.note(sign('a', 7));
  expect(await versions()).toEqual([]);
  const later = renewals.due() ?? 0;
  expect(later).toBeGreaterThan(clock.now);
  seen = true;
  renewals.note(sign('b', 5));
  expect(renewals.held()).toEqual({ offset: 5 });
  expect(renewals.due()).toBe(0);
  expect(await versions()).toEqual([`u ${version(5, 4)}`]);
  expect(await versions()).toEqual([`t ${version(5, 3)}`]);
  expect(renewals.due()).toBe(later);
});

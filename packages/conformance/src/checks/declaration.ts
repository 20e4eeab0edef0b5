import assert from 'node:assert/strict';
import type { CapabilityName } from '@lienthong/core';
import type { Check } from '../check.ts';
import { everythingOf, refusal, shown } from '../claims.ts';
import { readAll } from '../reading/read-all.ts';
import { contextOf, hostileName } from '../scene.ts';

export const capabilityNames: readonly CapabilityName[] = ['snapshot', 'incremental', 'changes'];

const canary = 'CANARY-mật-khẩu';
const kinds = { integer: ['integer', 'bigint', 'decimal'], text: ['string'], instant: ['timestamp', 'timestamptz'] };

export const declarationChecks: readonly Check[] = [
  {
    id: 'manifest',
    name: 'says who it is: contract, name, capabilities, and each native type once',
    needs: [],
    run: async ({ engine }) => {
      const { contract, name, capabilities, types } = engine.adapter();
      assert.equal(contract, 'adapter/1');
      assert.match(name, /^[a-z][a-z0-9-]*$/);
      assert.ok(capabilities.every((capability) => capabilityNames.includes(capability)));
      for (const [what, list] of [
        ['capabilities', capabilities],
        ['types', types.map(({ native }) => native)],
      ] as const) {
        assert.ok(list.length > 0, `${what} must not be empty`);
        assert.deepEqual(list, [...new Set(list)], `${what} must be named once`);
      }
    },
  },
  {
    id: 'declared',
    name: 'has the capabilities that it declares, and no other',
    needs: [],
    run: async (scene) => {
      const source = await scene.open();
      const { capabilities } = scene.engine.adapter();
      const found = capabilityNames.filter((name) => source[name] !== undefined);
      assert.deepEqual(
        found,
        capabilityNames.filter((name) => capabilities.includes(name)),
      );
    },
  },
  {
    id: 'address',
    name: 'has an address without credentials, another one for another database',
    cases: ['G-27'],
    needs: [],
    run: async ({ engine }) => {
      assert.ok(!engine.withPassword(canary).address.includes(canary), 'the address shows the password');
      assert.ok(!engine.withPassword(canary).address.includes(encodeURIComponent(canary)), 'the address shows the password');
      assert.notEqual(engine.adapter().address, engine.elsewhere().address);
    },
  },
  {
    id: 'wrong-password',
    name: 'tells a wrong password from everything else, and never the password',
    cases: ['G-27'],
    needs: [],
    run: async ({ engine, signal }) => {
      const error = await refusal(async () => engine.withPassword(canary).open(contextOf(signal)));
      assert.equal(error.code, 'SOURCE_AUTH_FAILED', error.message);
      const told = everythingOf(error);
      assert.ok(!told.includes(canary) && !told.includes(encodeURIComponent(canary)), 'the error shows the password');
    },
  },
  {
    id: 'described',
    name: 'describes tables by their exact names: columns, key in its order, and what each column holds',
    needs: [],
    run: async (scene) => {
      const columns = { c: 'integer', a: 'text', b: 'integer', d: 'instant' } as const;
      const row = { c: 1, a: 'a', b: 2, d: '2026-03-04T05:06:07.123Z' };
      const { collection } = await scene.table(columns, ['b', 'a'], [row]);
      const source = await scene.open();
      const found = (await source.describe(scene.signal)).find((description) => description.collection.name === collection.name);
      assert.deepEqual(found?.collection, collection);
      assert.deepEqual(found?.primaryKey, ['b', 'a']);
      assert.deepEqual(found?.columns.map(({ name }) => name).sort(), ['a', 'b', 'c', 'd']);
      for (const { name, type, nullable } of found?.columns ?? []) {
        const expected = kinds[columns[name as keyof typeof columns]]; // the names were compared just now
        assert.ok(type !== undefined && expected.includes(type.canonical.kind), `${name} is of the kind ${type?.canonical.kind}`);
        assert.equal(nullable, !['a', 'b'].includes(name), `${name} is nullable: ${nullable}`);
      }
    },
  },
  {
    id: 'exact-names',
    name: 'describes and reads tables and columns with capitals, blanks, quotes, dots and Vietnamese letters in their names',
    cases: ['AC-PG-5'],
    needs: ['snapshot'],
    run: async (scene) => {
      const name = hostileName(scene.engine, `Hộ "Tịch".${'`'}x'${process.hrtime.bigint() % 1_000_000n}`);
      const id = hostileName(scene.engine, 'Mã "Số"');
      const selection = await scene.table(
        { [id]: 'integer', 'Tên.Họ': 'text', select: 'text' },
        [id],
        [{ [id]: 1, 'Tên.Họ': 'An', select: 'x' }],
        name,
      );
      const source = await scene.open();
      const found = (await source.describe(scene.signal)).find((description) => description.collection.name === name);
      assert.deepEqual(found?.columns.map((column) => column.name).sort(), [id, 'Tên.Họ', 'select'].sort());
      assert.deepEqual(shown(await readAll(source.snapshot, selection, 10, 10, scene.signal)), [['1', 'An', 'x']]);
    },
  },
];

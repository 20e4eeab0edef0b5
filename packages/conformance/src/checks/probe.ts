import assert from 'node:assert/strict';
import type { Check } from '../check.ts';
import { assertThrowsReason } from '../claims.ts';
import { contextOf } from '../scene.ts';
import { capabilityNames } from './declaration.ts';

export const probeChecks: readonly Check[] = [
  {
    id: 'probe',
    name: 'tells product and version, what is ready, and of everything else the reason and the remedy',
    cases: ['G-29'],
    needs: [],
    run: async (scene) => {
      const source = await scene.open();
      const { product, version, readiness, findings } = await source.probe(scene.signal);
      assert.ok(product !== '' && /\d/.test(version), `${product} ${version}`);
      const { capabilities } = scene.engine.adapter();
      for (const name of capabilityNames) {
        const state = readiness[name];
        if (capabilities.includes(name)) assert.deepEqual(state, { ready: true }, `${name} must be ready on the engine of the checks`);
        else
          assert.ok(!state.ready && state.reason !== '' && state.remedy !== '', `${name} is not declared: reason and remedy must say so`);
      }
      for (const { id, level, message, remedy } of findings) {
        assert.match(id, /^[a-z]+(-[a-z0-9]+)*$/);
        assert.ok(['error', 'warning', 'info'].includes(level) && message !== '', `the finding ${id} says nothing`);
        assert.ok(level === 'info' || (remedy ?? '') !== '', `the finding ${id} has no remedy`);
      }
    },
  },
  {
    id: 'identity',
    name: 'identifies the database: the same from any source, another one for another database of the server',
    needs: [],
    run: async (scene) => {
      const identityOf = async () => (await (await scene.open()).probe(scene.signal)).identity;
      const identity = await identityOf();
      assert.ok(identity !== '');
      assert.equal(await identityOf(), identity);
      const other = await scene.engine.elsewhere().open(contextOf(scene.signal));
      try {
        assert.notEqual((await other.probe(scene.signal)).identity, identity);
      } finally {
        await other.close();
      }
    },
  },
  {
    id: 'probe-leaves-nothing',
    name: 'probes and describes without side effects on the server',
    needs: [],
    run: async (scene) => {
      await scene.table({ id: 'integer' }, ['id'], [{ id: 1 }]);
      const before = await scene.engine.leftovers();
      const source = await scene.open();
      await source.probe(scene.signal);
      await source.describe(scene.signal);
      assert.deepEqual(await scene.engine.leftovers(), before);
    },
  },
  {
    id: 'open-abort',
    name: 'throws the reason of an abort unwrapped from opening, probing and describing',
    needs: [],
    run: async (scene) => {
      const reason = new Error('nobody waits any more');
      const aborted = AbortSignal.abort(reason);
      await assertThrowsReason(() => scene.engine.adapter().open(contextOf(aborted)), reason, 'open');
      const source = await scene.open();
      await assertThrowsReason(() => source.probe(aborted), reason, 'probe');
      await assertThrowsReason(() => source.describe(aborted), reason, 'describe');
      assert.ok((await source.probe(scene.signal)).identity !== '');
    },
  },
];

import { breakAdapter, breakSource } from './breaking.ts';
import type { Twin } from './twin.ts';

export const probeTwins: readonly Twin[] = [
  {
    check: 'probe',
    defect: 'is not ready and does not say why',
    break: (engine) =>
      breakSource(engine, (source) => ({
        probe: async (signal) => {
          const probe = await source.probe(signal);
          return { ...probe, readiness: { ...probe.readiness, snapshot: { ready: false, reason: '', remedy: '' } } };
        },
      })),
  },
  {
    check: 'identity',
    defect: 'identifies the server in place of the database',
    break: (engine) =>
      breakSource(engine, (source) => ({ probe: async (signal) => ({ ...(await source.probe(signal)), identity: 'the server' }) })),
  },
  {
    check: 'probe-leaves-nothing',
    defect: 'begins to follow when it is probed',
    break: (engine) =>
      breakSource(engine, (source) => ({
        probe: async (signal) => {
          const probe = await source.probe(signal);
          const found = (await source.describe(signal)).find(({ primaryKey }) => primaryKey.length === 1);
          if (found === undefined) return probe;
          const { collection, primaryKey } = found;
          await source.changes.start([{ collection, columns: primaryKey, key: primaryKey }], signal);
          return probe;
        },
      })),
  },
  {
    check: 'open-abort',
    defect: 'wraps the reason when opening is aborted',
    break: (engine) =>
      breakAdapter(engine, (adapter) => ({
        open: async (context) => {
          try {
            return await adapter.open(context);
          } catch (cause) {
            if (context.signal.aborted) throw new Error('opening was aborted', { cause });
            throw cause;
          }
        },
      })),
  },
];

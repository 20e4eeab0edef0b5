import type { CapabilityName } from '@lienthong/core';
import { breakAdapter, breakSnapshot, breakSource } from './breaking.ts';
import type { Twin } from './twin.ts';

export const declarationTwins: readonly Twin[] = [
  {
    check: 'manifest',
    defect: 'names its types twice',
    break: (engine) => breakAdapter(engine, ({ types }) => ({ types: [...types, ...types] })),
  },
  {
    check: 'declared',
    defect: 'has a capability that it does not declare',
    break: (engine) => {
      const declared = (names: readonly CapabilityName[]) => names.slice(0, -1);
      const silent = breakSource(engine, (source) => ({
        probe: async (signal) => {
          const probe = await source.probe(signal);
          const [hidden = 'changes'] = engine.adapter().capabilities.slice(-1);
          const unready = { ready: false, reason: 'not declared', remedy: 'Choose another way of reading.' } as const;
          return { ...probe, readiness: { ...probe.readiness, [hidden]: unready } };
        },
      }));
      return breakAdapter(silent, ({ capabilities }) => ({ capabilities: declared(capabilities) }));
    },
  },
  {
    check: 'address',
    defect: 'shows the password in its address',
    break: (engine) => ({
      ...engine,
      withPassword: (password) => ({ ...engine.withPassword(password), address: `ledger://reader:${password}@memory` }),
    }),
  },
  {
    check: 'wrong-password',
    defect: 'repeats the password in its error',
    break: (engine) => ({
      ...engine,
      withPassword: (password) => {
        const adapter = engine.withPassword(password);
        return {
          ...adapter,
          open: async (context) => {
            try {
              return await adapter.open(context);
            } catch (error) {
              if (error instanceof Error) error.message += `: ${password}`;
              throw error;
            }
          },
        };
      },
    }),
  },
  {
    check: 'described',
    defect: 'sorts the columns of a key by their names',
    break: (engine) =>
      breakSource(engine, (source) => ({
        describe: async (signal) =>
          (await source.describe(signal)).map((found) => ({ ...found, primaryKey: [...found.primaryKey].sort() })),
      })),
  },
  {
    check: 'exact-names',
    defect: 'folds names to small letters',
    break: (engine) =>
      breakSnapshot(engine, (reader) => ({
        split: ({ selection, ...request }) => {
          const { schema, name } = selection.collection;
          return reader.split({ ...request, selection: { ...selection, collection: { schema, name: name.toLowerCase() } } });
        },
      })),
  },
];

import { isLienThongError, LienThongError } from '@lienthong/core';
import { breakAdapter, breakSnapshot, breakSource } from './breaking.ts';
import type { Twin } from './twin.ts';

export const connectionTwins: readonly Twin[] = [
  {
    check: 'max-connections',
    defect: 'opens a connection for each range',
    break: (engine) =>
      breakAdapter(engine, (adapter) => ({
        open: (context) => adapter.open({ ...context, maxConnections: context.maxConnections === 4 ? 20 : context.maxConnections }),
      })),
  },
  {
    check: 'close-twice',
    defect: 'complains when it is closed a second time',
    break: (engine) =>
      breakSource(engine, (source) => {
        let isClosed = false;
        const close = async () => {
          if (isClosed) throw new Error('closed already');
          isClosed = true;
          await source.close();
        };
        return { close, [Symbol.asyncDispose]: close };
      }),
  },
  {
    check: 'close-leaves-nothing',
    defect: 'closes only when nobody reads any more',
    break: (engine) =>
      breakSource(engine, (source) => {
        let readers = 0;
        const { snapshot } = source;
        return {
          snapshot: {
            ...snapshot,
            async *read(request) {
              readers += 1;
              try {
                yield* snapshot.read(request);
              } finally {
                readers -= 1;
              }
            },
          },
          close: async () => {
            if (readers === 0) await source.close();
            else setTimeout(() => void source.close(), 2_500).unref();
          },
        };
      }),
  },
  {
    check: 'snapshot-cut',
    defect: 'takes a cut connection for the end of the rows',
    break: (engine) =>
      breakSnapshot(engine, (reader) => ({
        async *read(request) {
          try {
            yield* reader.read(request);
          } catch (error) {
            if (!isLienThongError(error) || error.retry !== 'backoff') throw error;
          }
        },
      })),
  },
  {
    check: 'secret-positions',
    defect: 'prints the position that it refuses',
    break: (engine) =>
      breakSnapshot(engine, (reader) => ({
        async *read(request) {
          try {
            yield* reader.read(request);
          } catch (error) {
            if (!isLienThongError(error) || error.code !== 'POSITION_FOREIGN') throw error;
            throw new LienThongError(error.code, { message: `${error.message}: ${JSON.stringify(request.range)}` });
          }
        },
      })),
  },
];

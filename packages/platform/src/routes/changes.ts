import type { IncomingMessage } from 'node:http';
import { authorizeReader } from '../consumers/consumer.ts';
import { readCursor, readLimit } from '../consumers/paging.ts';
import { type ChangePage, type ChangeQuery, readChanges } from '../consumers/read-changes.ts';
import { readStreamFilter } from '../consumers/visible-streams.ts';
import { createRoutes, type PlatformContext, type Routes } from '../context.ts';
import { isProblem, type Problem, problemDocument } from '../problem/problem.ts';
import { refusal } from '../problem/refusal.ts';

/** Changes of other processes ring no bell here: the feed looks at least this often. */
const pollMs = 1000;
/** Proxies cut connections that stay silent. */
const heartbeatMs = 15_000;

/** The feed of a dataset: page by page, or as server-sent events when the client accepts them. */
export function changeRoutes(context: PlatformContext): Routes {
  const routes = createRoutes();
  routes.get('/v1/datasets/:dataset/changes', async (c) => {
    const { dataset } = c.req.param();
    const reader = await authorizeReader(context, c.env.incoming, dataset);
    const limit = readLimit(c.req.query('limit'));
    const after = readCursor(c.req.header('last-event-id') ?? c.req.query('cursor'));
    const query = { dataset, filter: readStreamFilter((name) => c.req.query(name)), after, limit };
    if (/\btext\/event-stream\b/i.test(c.req.header('accept') ?? '')) {
      const headers = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' };
      return new Response(eventStream(context, c.env.incoming, query), { headers });
    }
    const page = await readChanges(context, reader, query);
    const body = `{"items":[${page.items.map((item) => item.json).join(',')}],"next":"${page.next}","more":${page.more}}`;
    return c.body(body, 200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  });
  return routes;
}

/** Pulled by the client's reading: a slow one makes us wait, not buffer. Its rights are asked again for every page. */
function eventStream(context: PlatformContext, incoming: IncomingMessage, query: ChangeQuery): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const gone = new AbortController();
  const ended = AbortSignal.any([gone.signal, context.closing]);
  let after = query.after;
  let silentSince = performance.now();
  // The status has gone out long ago: a refusal is the last event, and an error must not be written by anybody else.
  const readPage = async (): Promise<ChangePage | Problem> => {
    try {
      return await readChanges(context, await authorizeReader(context, incoming, query.dataset), { ...query, after });
    } catch (error) {
      return refusal(context, error instanceof Error ? error : new Error('not an error'));
    }
  };
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        // Headers go out with the first byte: the client shall know at once that it is connected.
        controller.enqueue(encoder.encode(': connected\n\n'));
      },
      async pull(controller) {
        while (!ended.aborted) {
          const page = await readPage();
          if (isProblem(page)) {
            controller.enqueue(encoder.encode(`event: problem\ndata: ${problemDocument(page).body}\n\n`));
            break;
          }
          after = page.next;
          if (page.items.length > 0) {
            silentSince = performance.now();
            controller.enqueue(
              encoder.encode(page.items.map(({ cursor, json }) => `id: ${cursor}\nevent: change\ndata: ${json}\n\n`).join('')),
            );
            return;
          }
          if (performance.now() - silentSince > heartbeatMs) {
            silentSince = performance.now();
            controller.enqueue(encoder.encode(': still here\n\n'));
            return;
          }
          // An empty page can have more behind it.
          if (page.more) continue;
          await context.bell.wait(query.dataset, pollMs, ended);
        }
        if (!gone.signal.aborted) controller.close();
      },
      cancel() {
        gone.abort();
      },
    },
    { highWaterMark: 1 },
  );
}

import { isStreamName, type StreamName } from '@lienthong/core';
import { createRoutes, type PlatformContext, type Routes } from '../context.ts';
import { readJsonBody } from '../ingest/json-body.ts';
import { Problem } from '../problem/problem.ts';
import { authenticate, expectPublisher, readSignedBody } from '../registry/authenticate.ts';
import { abandon } from '../storage/abandon.ts';
import { describeStream, readStream } from '../storage/streams.ts';

/** Most numbers that one resume may abandon. */
const maxAbandoned = 10_000;

/** Where a stream stands, and what will never come: for a connector that lost its state. */
export function streamRoutes(context: PlatformContext): Routes {
  const routes = createRoutes();
  routes.get('/v1/streams/:agency/:source/:dataset', async (c) => {
    const name = expectStreamName(c.req.param());
    const signer = await authenticate(context, c.env.incoming);
    await expectPublisher(context, signer, name.agency, name.dataset);
    const remote = await context.readers.transaction(async (client) => {
      const stream = await readStream(client, name);
      return stream === undefined || stream.epoch === 0 ? undefined : await describeStream(client, stream);
    }, 'repeatable read, read only');
    if (remote === undefined) throw new Problem('stream-unknown');
    return c.json(remote, 200, { 'cache-control': 'no-store' });
  });
  routes.post('/v1/streams/:agency/:source/:dataset/resume', async (c) => {
    const name = expectStreamName(c.req.param());
    const signer = await authenticate(context, c.env.incoming);
    await expectPublisher(context, signer, name.agency, name.dataset);
    const { epoch, abandoned } = expectResume(readJsonBody(await readSignedBody(context, c.env.incoming)));
    const remote = await context.writers.transaction((client) => abandon(client, name, epoch, abandoned, signer.keyId));
    context.logger.warn(
      { stream: `${name.agency}/${name.source}/${name.dataset}`, epoch, abandoned: abandoned.length },
      'numbers abandoned',
    );
    return c.json(remote, 200, { 'cache-control': 'no-store' });
  });
  return routes;
}

function expectStreamName(name: StreamName): StreamName {
  if (isStreamName(name)) return name;
  throw new Problem('request-malformed', { detail: 'the path names no well-formed agency, source and dataset' });
}

function expectResume(body: Readonly<Record<string, unknown>>): { readonly epoch: number; readonly abandoned: readonly number[] } {
  const { epoch, abandoned } = body;
  if (!isNumber(epoch)) throw new Problem('request-malformed', { detail: 'epoch must be an integer from 1' });
  if (!Array.isArray(abandoned) || !abandoned.every(isNumber) || abandoned.length > maxAbandoned) {
    throw new Problem('request-malformed', { detail: `abandoned must be a list of at most ${maxAbandoned} integers from 1` });
  }
  return { epoch, abandoned };
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 1;
}

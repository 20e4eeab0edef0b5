import type { IncomingMessage } from 'node:http';
import type { NationalForm } from '@lienthong/core/national';
import { createRoutes, type PlatformContext, type Routes } from '../context.ts';
import { expectLength, readBody } from '../ingest/body.ts';
import { acceptMessages, type MessagesOutcome } from '../national/accept-messages.ts';
import { type DataType, findDataType } from '../national/data-types.ts';
import { authenticateClient, authenticateSender, tokenSeconds } from '../national/senders.ts';
import { mostTold } from '../national/told-messages.ts';
import { Problem } from '../problem/problem.ts';
import { expectPublisher } from '../registry/authenticate.ts';

const formBytes = 8 * 1024;

/** What senders of the national message ask: a token, and to take messages. Answers bear the names that public receivers have. */
export function messageRoutes(context: PlatformContext): Routes {
  const routes = createRoutes();
  routes.post('/v1/national/token', async (c) => {
    const { clientId } = await authenticateClient(context, c.env.incoming);
    const form = new URLSearchParams((await readBody(c.env.incoming, formBytes)).toString('utf8'));
    if (form.get('grant_type') !== 'client_credentials') {
      const members = { error: 'unsupported_grant_type' };
      throw new Problem('request-malformed', { detail: 'grant_type must be client_credentials', members });
    }
    const token = { access_token: context.senderTokens.issue(clientId, Date.now()), token_type: 'Bearer', expires_in: tokenSeconds };
    return c.json(token, 200, { 'cache-control': 'no-store' });
  });
  routes.post('/v1/national/messages', async (c) => {
    const { incoming } = c.env;
    const form = expectForm(incoming);
    expectLength(incoming, context.limits.messageBytes);
    const sender = await authenticateSender(context, incoming);
    const dataType = await findDataType(context, sender.agency, expectDataType(incoming));
    const { agency, dataset } = dataType.stream;
    await expectPublisher(context, { keyId: sender.clientId, agency: sender.agency }, agency, dataset);
    context.gate.expectRoom();
    const work = (body: Buffer) => context.gate.run(() => receive(context, dataType, form, body));
    const { accepted, ignored, jws } = await context.reception.hold(`sender ${sender.clientId}`, incoming, work);
    return c.json({ code: 'OK', accepted, ignored, ...(jws === undefined ? {} : { receipt: jws }) });
  });
  return routes;
}

function expectForm({ headers }: IncomingMessage): NationalForm {
  const type = /^(?:application|text)\/(json|xml)\s*(?:;|$)/i.exec(headers['content-type'] ?? '')?.[1]?.toLowerCase();
  if (type !== 'json' && type !== 'xml')
    throw new Problem('content-type-unsupported', { detail: 'national messages are application/json or application/xml' });
  if (!/^identity$/i.test(headers['content-encoding'] ?? 'identity'))
    throw new Problem('content-encoding-unsupported', { detail: 'national messages are not encoded' });
  return type;
}

function expectDataType({ headersDistinct }: IncomingMessage): string {
  const [dataType, ...others] = headersDistinct['x-data-type'] ?? [];
  if (dataType !== undefined && others.length === 0) return dataType;
  throw new Problem('request-malformed', { detail: 'the header X-Data-Type must name one data type' });
}

async function receive(context: PlatformContext, dataType: DataType, form: NationalForm, body: Buffer) {
  const { limits } = context;
  const { dataset } = dataType.stream;
  if (body.length > limits.messageBytes) throw new Problem('body-too-large', { members: { limit: limits.messageBytes } });
  const started = performance.now();
  const outcome = await acceptMessages(context, { dataType, form, body });
  if (outcome.kind !== 'stored') throw refusalOf(outcome);
  const { accepted, ignored, jws, sweep } = outcome;
  context.metrics.batches.inc({ dataset, outcome: jws === undefined ? 'repeated' : 'stored' });
  context.metrics.records.inc({ dataset, outcome: 'accepted' }, accepted);
  context.metrics.records.inc({ dataset, outcome: 'superseded' }, ignored);
  context.metrics.bodyBytes.inc({ dataset }, body.length);
  context.metrics.storeSeconds.observe({ dataset }, (performance.now() - started) / 1000);
  context.logger.info({ dataset, accepted, ignored }, 'national messages stored');
  if (jws !== undefined) context.bell.ring(dataset);
  if (sweep) context.sweeper.begin(dataset);
  return outcome;
}

/** Which record it is, and never what it is called: a sender may have made its name of a personal number. */
function refusalOf(outcome: Exclude<MessagesOutcome, { readonly kind: 'stored' }>): Problem {
  if (outcome.kind === 'behind') {
    const { index, current } = outcome;
    return new Problem('version-conflict', { members: { code: 'VERSION_CONFLICT', index, currentVersion: current } });
  }
  const [first] = outcome.rejections;
  const rejections = outcome.rejections.slice(0, mostTold).map(({ index, code, pointer, reason }) => ({ index, code, pointer, reason }));
  return new Problem('messages-refused', { members: { code: 'RECORD_REFUSED', index: first?.index ?? 0, rejections } });
}

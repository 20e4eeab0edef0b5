import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Transport } from '@lienthong/core';
import { type AgentNode, type NationalReceiver, startAgentNode, startNationalReceiver } from '@lienthong/testbed';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { httpCarrier, nationalTransport, withClientCredentials } from '../src/national/index.ts';
import { never } from './connect.ts';
import { contract, idOf, plan, read, sealed } from './national-stream.ts';

let directory: string;
let receiver: NationalReceiver;
let node: AgentNode;
let transport: Transport;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lienthong-agent-node-'));
  receiver = await startNationalReceiver({
    clients: { node: 'của nút' },
    judge: (data) => (data.get('ten') === 'xấu' ? 'NAME_INVALID' : undefined),
  });
  node = await startAgentNode({
    receiver: receiver.url,
    login: { client: 'node', secret: 'của nút' },
    clients: { h26: 'khoa' },
    journal: join(directory, 'journal.ndjson'),
  });
  transport = open('ledger', 'khoa');
});
afterEach(async () => {
  await transport.close();
  await node.close();
  await receiver.close();
  await rm(directory, { recursive: true, force: true });
});

function open(ledger: string, clientSecret: string, clock?: () => number): Transport {
  const http = httpCarrier({ url: node.url, timeoutMs: 5_000, connections: 2 });
  const carrier = withClientCredentials(http, { tokenUrl: `${node.url}/token`, clientId: 'h26', clientSecret, timeoutMs: 5_000 });
  const datasets = [{ plan, contract }];
  return nationalTransport({ carrier, ledger: join(directory, ledger), datasets, ...(clock === undefined ? {} : { clock }) });
}

async function send(lines: readonly object[], sequence: number): Promise<readonly number[]> {
  const { receipt } = await transport.send(sealed(lines, 1, sequence), never);
  return receipt.rejections.map(({ index }) => index);
}

const nameOf = (id: number) => receiver.kept.get(idOf(id))?.data.get('ten');

describe('through an Agent Node', () => {
  it('a refusal of the receiver comes back, and the one bad record is found', async () => {
    expect(await send([read(1, 'An'), read(2, 'xấu'), read(3, 'Cư'), read(4, 'Dũng')], 1)).toEqual([1]);
    expect([1, 2, 3, 4].map(nameOf)).toEqual(['An', undefined, 'Cư', 'Dũng']);
    const journal = (await readFile(join(directory, 'journal.ndjson'), 'utf8')).trimEnd().split('\n');
    expect(journal.map((line) => (JSON.parse(line) as { status: number }).status)).toEqual([400, 400, 200, 400, 200]);
    expect(journal.join()).not.toContain('An');
  });

  it('the version that the receiver has comes back with its 409, and the connector goes above it', async () => {
    await send([read(1, 'An')], 1);
    await transport.close();
    const behind = Date.now() - 3_600_000;
    transport = open('another ledger', 'khoa', () => behind);
    await send([read(1, 'Ân')], 1);
    expect(nameOf(1)).toBe('Ân');
  });

  it('nothing goes without a token of the node, and the node says so itself', async () => {
    await transport.close();
    transport = open('ledger', 'sai');
    await expect(send([read(1, 'An')], 1)).rejects.toMatchObject({ code: 'PLATFORM_REFUSED' });
    const answer = await fetch(`${node.url}/`, { method: 'POST', headers: { authorization: 'Bearer token-1' }, body: '[]' });
    expect([answer.status, receiver.counts.requests, node.counts.unknown]).toEqual([401, 0, 1]);
  });

  it('a receiver that forgot the token of the node is no matter of the connector, whose own token is good', async () => {
    await send([read(1, 'An')], 1);
    receiver.fail({ kind: 'forget-token' });
    await send([read(2, 'Bình')], 2);
    expect(nameOf(2)).toBe('Bình');
    expect([node.counts.tokens, receiver.counts.tokens]).toEqual([1, 2]);
  });

  it('a receiver that cannot be reached is waited for', async () => {
    receiver.fail({ kind: 'cut' });
    await expect(send([read(1, 'An')], 1)).rejects.toMatchObject({ code: 'PLATFORM_BUSY', retry: 'backoff', retryAfterMs: 1_000 });
    await send([read(1, 'An')], 1);
    expect(nameOf(1)).toBe('An');
  });
});

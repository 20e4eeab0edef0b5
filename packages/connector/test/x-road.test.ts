import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { httpCarrier, xRoadCarrier } from '../src/national/index.ts';
import { never } from './connect.ts';

/** A security server as the protocol describes it, and what it saw. */
let server: Server;
let url: string;
let seen: { readonly path: string; readonly client: string | undefined; readonly body: string } | undefined;
let spoil: (headers: Record<string, string>) => Record<string, string>;

beforeEach(async () => {
  spoil = (headers) => headers;
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts);
      seen = { path: request.url ?? '', client: request.headers['x-road-client']?.toString(), body: body.toString() };
      const sha = (data: Uint8Array) => createHash('sha512').update(data).digest();
      const hash = sha(Buffer.concat([sha(Buffer.from(request.rawHeaders.join('\n'))), sha(body)])).toString('base64');
      const id = request.headers['x-road-id']?.toString() ?? '';
      response.writeHead(200, spoil({ 'x-road-id': id, 'x-road-request-hash': hash, 'x-road-request-id': 'f92591a3' })).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on a port
});
afterEach(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

const client = 'VN/GOV/000.00.00.H26/hộ tịch';
const service = 'VN/GOV/000.00.00.G01/ndop/tiep-nhan';
const request = { method: 'POST', path: '/v1/ban-ghi', headers: { 'content-type': 'application/json' }, body: Buffer.from('[]') } as const;
const open = (facade?: { readonly path: string; readonly providerUrl: string }) =>
  xRoadCarrier({ carrier: httpCarrier({ url, timeoutMs: 5_000, connections: 1 }), client, service, facade });

describe('X-Road', () => {
  it('is asked for the service by its path, with the client in a header, each part encoded by itself', async () => {
    const carrier = open();
    const { status } = await carrier.exchange(request, never);
    await carrier.close();
    expect(status).toBe(200);
    expect(seen).toEqual({
      path: '/r1/VN/GOV/000.00.00.G01/ndop/tiep-nhan/v1/ban-ghi',
      client: 'VN/GOV/000.00.00.H26/h%E1%BB%99%20t%E1%BB%8Bch',
      body: '[]',
    });
  });

  it.each([
    ['x-road-id', 'another', /not that of this request/],
    ['x-road-request-hash', 'c2hvcnQ=', /no hash of its request/],
    ['x-road-request-hash', undefined, /no hash of its request/],
    ['x-road-request-id', undefined, /no id of its request/],
  ])('is not believed where an answer bears a wrong %s (%s)', async (name, value, message) => {
    spoil = (headers) => Object.fromEntries(Object.entries({ ...headers, [name]: value ?? '' }).filter(([, one]) => one !== ''));
    const carrier = open();
    await expect(carrier.exchange(request, never)).rejects.toMatchObject({
      code: 'PLATFORM_ANSWER_INVALID',
      message: expect.stringMatching(message),
    });
    await carrier.close();
  });

  it.each([
    ['Server.ServerProxy.AccessDenied', 'PLATFORM_REFUSED', 'operator'],
    ['Server.ClientProxy.NetworkError', 'PLATFORM_UNREACHABLE', 'backoff'],
  ])('says which of its own errors stopped a request, and whether waiting helps: %s', async (error, code, retry) => {
    spoil = () => ({ 'x-road-error': error });
    const carrier = open();
    await expect(carrier.exchange(request, never)).rejects.toMatchObject({ code, retry, message: expect.stringContaining(error) });
    await carrier.close();
  });

  it('behind a façade is asked with the destination as a parameter', async () => {
    const carrier = open({ path: '/XrdAdapter/RestService/forward', providerUrl: 'https://ndop.example/tiep-nhan' });
    await carrier.exchange(request, never);
    await carrier.close();
    expect(seen?.path).toBe(
      '/XrdAdapter/RestService/forward/v1/ban-ghi?dstcode=VN%3AGOV%3A000.00.00.G01%3Andop%3Atiep-nhan&providerurl=https%3A%2F%2Fndop.example%2Ftiep-nhan',
    );
  });

  it('has names of three to five parts', () => {
    expect(() => xRoadCarrier({ carrier: httpCarrier({ url, timeoutMs: 1, connections: 1 }), client: 'H26', service })).toThrow(
      /client must be instance/,
    );
  });
});

import { CloudEvent, HTTP } from 'cloudevents';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLienThongError } from '../errors/lienthong-error.ts';
import { type BatchHeader, batchId } from './batch.ts';
import { contentDigest, matchesDigest } from './digest.ts';
import { decodeFieldValue, encodeFieldValue } from './field-value.ts';
import { batchHeaders, parseBatchHeaders } from './headers.ts';
import { seal } from './seal.ts';

const body = new TextEncoder().encode('{"op":"r","version":"0","after":{"id":"1"}}\n');
const header: BatchHeader = {
  stream: { agency: 'H26.12', source: 'ho-tich-2', dataset: 'ho-tich.khai-sinh' },
  contractVersion: '1.2.0',
  epoch: 3,
  sequence: 17,
  count: 1,
  low: 'eyJhIjoxfQ',
  high: 'eyJhIjoyfQ',
  time: '2026-03-01T02:03:04.567891234Z',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
};
const good = batchHeaders(seal({ header, encoding: 'br', body }));

function wrongHeaders(headers: Record<string, string | readonly string[] | undefined>): readonly string[] {
  try {
    parseBatchHeaders(headers);
    return [];
  } catch (error) {
    if (!isLienThongError(error) || error.code !== 'BATCH_INVALID') throw error;
    return error.details['headers'] as readonly string[]; // batchInvalid puts a list there
  }
}

const word = (first: string, rest: string, most: number) =>
  fc.tuple(fc.constantFrom(...first), fc.array(fc.constantFrom(...rest), { maxLength: most })).map(([head, tail]) => head + tail.join(''));
const name = word('abz09', 'abz019', 12);
const anyHeader: fc.Arbitrary<BatchHeader> = fc.record({
  stream: fc.record({
    agency: fc
      .tuple(fc.constantFrom('H26', 'G01', 'A00'), fc.array(word('A0', 'Z9', 3), { maxLength: 3 }))
      .map(([head, rest]) => [head, ...rest].join('.')),
    source: fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('-')),
    dataset: fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.')),
  }),
  contractVersion: fc.constantFrom('1.0.0', '12.34.56-rc.1', '0.1.0+build.5'),
  epoch: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  sequence: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  count: fc.integer({ min: 0, max: 10_000_000 }),
  low: fc.option(word('ab', 'AZ09_-', 40), { nil: undefined }),
  high: fc.option(word('ab', 'AZ09_-', 40), { nil: undefined }),
  time: fc.date({ min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }).map((date) => date.toISOString()),
  traceparent: fc.option(fc.constant('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'), { nil: undefined }),
});

describe('batch headers', () => {
  it('come back from the wire as they were, whatever the batch', () => {
    fc.assert(
      fc.property(anyHeader, fc.constantFrom('br', 'gzip', 'identity'), (input, encoding) => {
        const batch = seal({ header: input, encoding, body });
        expect(parseBatchHeaders(batchHeaders(batch))).toEqual({ header: input, encoding, digest: batch.digest });
      }),
      { numRuns: 1000 },
    );
  });

  it('leave out what the batch does not have', () => {
    const bare = batchHeaders(
      seal({ header: { ...header, low: undefined, high: undefined, traceparent: undefined }, encoding: 'identity', body }),
    );
    expect(Object.keys(bare).sort()).toEqual(
      [
        'ce-count',
        'ce-dataschema',
        'ce-epoch',
        'ce-id',
        'ce-sequence',
        'ce-source',
        'ce-specversion',
        'ce-subject',
        'ce-time',
        'ce-type',
        'content-digest',
        'content-type',
      ].sort(),
    );
  });

  it('are a valid CloudEvent to the independent library cloudevents', () => {
    const event = HTTP.toEvent({ headers: good, body: Buffer.from(body) });
    if (!(event instanceof CloudEvent)) throw new Error('not a single event');
    expect(event.validate()).toBe(true);
    expect(event).toMatchObject({
      specversion: '1.0',
      id: 'H26.12/ho-tich-2/ho-tich.khai-sinh/3/17',
      source: 'urn:lienthong:H26.12:ho-tich-2',
      type: 'vn.lienthong.changes.v1',
      subject: 'ho-tich.khai-sinh',
      dataschema: 'urn:lienthong:contract:ho-tich.khai-sinh:1.2.0',
      datacontenttype: 'application/x-ndjson',
      epoch: '3',
      sequence: '17',
      count: '1',
      low: 'eyJhIjoxfQ',
      high: 'eyJhIjoyfQ',
      traceparent: header.traceparent,
    });
    expect(new Date(String(event.time)).getTime()).toBe(Date.parse('2026-03-01T02:03:04.567Z'));
    expect(Buffer.from(event.data as Uint8Array)).toEqual(Buffer.from(body)); // the body that was handed in
  });

  it('keep of several digests the sha-256', () => {
    const { digest } = parseBatchHeaders({ ...good, 'content-digest': `sha-512=:AAAA:, ${contentDigest(body)}` });
    expect(digest).toBe(contentDigest(body));
    expect(matchesDigest(digest, body)).toBe(true);
  });

  it('may come in any case, with a charset and percent-encoded or quoted', () => {
    const upper = Object.fromEntries(Object.entries(good).map(([key, value]) => [key.toUpperCase(), value]));
    expect(parseBatchHeaders(upper).header).toEqual(header);
    expect(wrongHeaders({ ...good, 'content-type': 'application/x-ndjson; charset=utf-8' })).toEqual([]);
    expect(wrongHeaders({ ...good, 'ce-subject': '"ho-tich.khai-sinh"', 'ce-epoch': '%33' })).toEqual([]);
  });

  const refused: readonly (readonly [string, string, string | readonly string[] | undefined])[] = [
    ['another type', 'content-type', 'application/json'],
    ['no content-type', 'content-type', undefined],
    ['an encoding out of the standard', 'content-encoding', 'zstd'],
    ['an encoding on an encoding', 'content-encoding', 'gzip, br'],
    ['an encoding twice', 'content-encoding', ['br', 'br']],
    ['no digest', 'content-digest', undefined],
    ['a digest without sha-256', 'content-digest', 'sha-512=:AAAA:'],
    ['another CloudEvents version', 'ce-specversion', '0.3'],
    ['another event type', 'ce-type', 'vn.lienthong.changes.v2'],
    ['no id', 'ce-id', undefined],
    ['an id of another batch', 'ce-id', batchId({ ...header, sequence: 18 })],
    ['an id of another agency', 'ce-id', batchId({ ...header, stream: { ...header.stream, agency: 'H27' } })],
    ['an id twice', 'ce-id', [batchId(header), batchId(header)]],
    ['no source', 'ce-source', undefined],
    ['an agency in lower case', 'ce-source', 'urn:lienthong:h26:ho-tich-2'],
    ['an agency that is a path', 'ce-source', 'urn:lienthong:H26./..:ho-tich-2'],
    ['a source with a slash', 'ce-source', 'urn:lienthong:H26.12:ho/tich'],
    ['a source too long', 'ce-source', `urn:lienthong:H26.12:${'a'.repeat(64)}`],
    ['an agency too long', 'ce-source', `urn:lienthong:H26.${'1'.repeat(40)}:a`],
    ['a source with a part too many', 'ce-source', 'urn:lienthong:H26.12:ho-tich-2:x'],
    ['a dataset with dots in a row', 'ce-subject', 'ho-tich..khai-sinh'],
    ['a dataset with a line break', 'ce-subject', 'ho-tich.khai-sinh%0A'],
    ['a contract of another dataset', 'ce-dataschema', 'urn:lienthong:contract:other:1.2.0'],
    ['a contract without version', 'ce-dataschema', 'urn:lienthong:contract:ho-tich.khai-sinh:'],
    ['a contract version that is none', 'ce-dataschema', 'urn:lienthong:contract:ho-tich.khai-sinh:latest'],
    ['epoch 0', 'ce-epoch', '0'],
    ['an epoch with a sign', 'ce-epoch', '+3'],
    ['an epoch with a leading zero', 'ce-epoch', '03'],
    ['a sequence beyond 2^53-1', 'ce-sequence', '9007199254740992'],
    ['a sequence with a fraction', 'ce-sequence', '1.0'],
    ['a negative count', 'ce-count', '-1'],
    ['a count too large', 'ce-count', '10000001'],
    ['an endless low', 'ce-low', 'a'.repeat(4097)],
    ['a high that is no base64url', 'ce-high', 'a+b='],
    ['an empty high', 'ce-high', ''],
    ['a time without zone', 'ce-time', '2026-03-01T02:03:04'],
    ['a time of another zone', 'ce-time', '2026-03-01T02:03:04+07:00'],
    ['a day that does not exist', 'ce-time', '2026-02-30T02:03:04Z'],
    ['a traceparent of zeros', 'ce-traceparent', '00-00000000000000000000000000000000-b7ad6b7169203331-01'],
    ['a broken percent encoding', 'ce-traceparent', '%zz'],
  ];

  it.each(refused)('with %s are refused by name', (_name, key, value) => {
    expect(wrongHeaders({ ...good, [key]: value })).toContain(key);
  });

  it('tell every fault at once, each header once, and no value', () => {
    const faults = wrongHeaders({ ...good, 'ce-epoch': 'x', 'ce-count': undefined, 'ce-low': '=CANARY=', 'content-encoding': 'CANARY' });
    expect([...faults].sort()).toEqual(['ce-count', 'ce-epoch', 'ce-low', 'content-encoding']);
    expect(() => parseBatchHeaders({ ...good, 'ce-low': '=CANARY=' })).toThrow(/^(?!.*CANARY).*ce-low/);
    expect(new Set(wrongHeaders({})).size).toBe(12);
    expect(wrongHeaders({})).toHaveLength(12);
  });

  it('are not made of a batch that breaks the standard', () => {
    expect(() => seal({ header: { ...header, sequence: 0, epoch: 1.5 }, encoding: 'br', body })).toThrow(/ce-epoch.*ce-sequence/);
  });
});

describe('the percent encoding of the CloudEvents HTTP binding', () => {
  it.each([
    ['Euro € 😀', 'Euro%20%E2%82%AC%20%F0%9F%98%80'],
    ['"50%"', '%2250%25%22'],
    ['Hồ Chí Minh', 'H%E1%BB%93%20Ch%C3%AD%20Minh'],
  ])('writes %s as %s', (value, encoded) => {
    expect(encodeFieldValue(value)).toBe(encoded);
    expect(decodeFieldValue(encoded)).toBe(value);
  });

  it('loses no text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(encodeFieldValue(text)).toMatch(/^[\x21\x23-\x7e]*$/);
        expect(decodeFieldValue(encodeFieldValue(text))).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  it('refuses bytes that are no UTF-8', () => {
    expect(decodeFieldValue('%FF')).toBeUndefined();
    expect(decodeFieldValue('é')).toBeUndefined();
  });
});

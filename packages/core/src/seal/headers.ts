import { type BatchHeader, batchId, type ContentEncoding, type SealedBatch } from './batch.ts';
import { batchFaults, type HeaderFault, maxBatchCount } from './batch-rules.ts';
import { canonicalDigest } from './digest.ts';
import { decodeFieldValue, encodeFieldValue } from './field-value.ts';
import { collectHeaders, type HttpHeaders } from './http-headers.ts';
import { batchInvalid } from './seal.ts';

/** Media type of a batch's body: one JSON text per line. */
export const batchContentType = 'application/x-ndjson';

/** CloudEvents type of every batch of this standard. */
export const batchEventType = 'vn.lienthong.changes.v1';

export interface ParsedBatchHeaders {
  readonly header: BatchHeader;
  readonly encoding: ContentEncoding;
  /** The sha-256 alone, as `contentDigest` writes it. */
  readonly digest: string;
}

/** The HTTP headers of a batch, by lower-case name: a CloudEvent in binary content mode. */
export function batchHeaders(batch: SealedBatch): Record<string, string> {
  const { header } = batch;
  const { agency, source, dataset } = header.stream;
  const attributes: Record<string, string | undefined> = {
    'ce-specversion': '1.0',
    'ce-id': batchId(header),
    'ce-source': `urn:lienthong:${agency}:${source}`,
    'ce-type': batchEventType,
    'ce-subject': dataset,
    'ce-dataschema': `urn:lienthong:contract:${dataset}:${header.contractVersion}`,
    'ce-time': header.time,
    'ce-epoch': String(header.epoch),
    'ce-sequence': String(header.sequence),
    'ce-count': String(header.count),
    'ce-low': header.low,
    'ce-high': header.high,
    'ce-traceparent': header.traceparent,
  };
  const headers: Record<string, string> = { 'content-type': batchContentType };
  if (batch.encoding !== 'identity') headers['content-encoding'] = batch.encoding;
  headers['content-digest'] = batch.digest;
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) headers[name] = encodeFieldValue(value);
  }
  return headers;
}

/** Reads what `batchHeaders` writes; throws BATCH_INVALID that names every wrong header at once. */
export function parseBatchHeaders(headers: HttpHeaders): ParsedBatchHeaders {
  const read = readHeaders(headers);
  const encoding = readEncoding(read);
  const digest = read.required('content-digest', (value) => canonicalDigest(value), 'must hold a sha-256');
  read.required('content-type', isNdjson, `must be ${batchContentType}`);
  read.attribute('ce-specversion', (value) => value === '1.0' || undefined, 'must be 1.0');
  read.attribute('ce-type', (value) => value === batchEventType || undefined, `must be ${batchEventType}`);
  const header = readHeader(read);
  // A header that could not be read at all is named already: its placeholder shall not name it twice.
  const known = new Set(read.faults.map((fault) => fault.header));
  const faults = [...read.faults, ...batchFaults(header).filter((fault) => !known.has(fault.header))];
  const id = read.attribute('ce-id', (value) => value, 'is missing');
  const agreeing = ['ce-source', 'ce-subject', 'ce-epoch', 'ce-sequence'].every((name) => !faults.some((fault) => fault.header === name));
  if (id === undefined) faults.push({ header: 'ce-id', problem: 'is missing, repeated or wrongly encoded' });
  else if (agreeing && id !== batchId(header)) {
    faults.push({ header: 'ce-id', problem: 'must agree with ce-source, ce-subject, ce-epoch and ce-sequence' });
  }
  if (faults.length > 0 || encoding === undefined || digest === undefined) throw batchInvalid(faults);
  return { header, encoding, digest };
}

interface HeaderReader {
  readonly faults: HeaderFault[];
  raw(name: string): string | undefined;
  required<T>(name: string, parse: (value: string) => T | undefined, problem: string): T | undefined;
  /** As `required`, after the CloudEvents decoding. */
  attribute<T>(name: string, parse: (value: string) => T | undefined, problem: string): T | undefined;
  optional(name: string): string | undefined;
}

function readHeaders(headers: HttpHeaders): HeaderReader {
  const collected = collectHeaders(headers);
  const faults: HeaderFault[] = [];
  const raw = (name: string): string | undefined => {
    const values = collected.get(name);
    if (values !== undefined && values.length > 1) faults.push({ header: name, problem: 'must come once' });
    return values?.length === 1 ? values[0]?.trim() : undefined;
  };
  const required: HeaderReader['required'] = (name, parse, problem) => {
    const before = faults.length;
    const value = raw(name);
    const parsed = value === undefined ? undefined : parse(value);
    if (parsed === undefined && faults.length === before)
      faults.push({ header: name, problem: value === undefined ? 'is missing' : problem });
    return parsed;
  };
  return {
    faults,
    raw,
    required,
    attribute: (name, parse, problem) =>
      required(
        name,
        (value) => {
          const decoded = decodeFieldValue(value);
          return decoded === undefined ? undefined : parse(decoded);
        },
        problem,
      ),
    optional(name) {
      const value = raw(name);
      const decoded = value === undefined ? undefined : decodeFieldValue(value);
      if (value !== undefined && decoded === undefined) faults.push({ header: name, problem: 'is encoded wrongly' });
      return decoded;
    },
  };
}

function readEncoding(read: HeaderReader): ContentEncoding | undefined {
  const before = read.faults.length;
  const value = read.raw('content-encoding')?.toLowerCase();
  if (read.faults.length > before) return undefined;
  if (value === undefined || value === 'identity') return 'identity';
  if (value === 'br' || value === 'gzip') return value;
  read.faults.push({ header: 'content-encoding', problem: 'must be br, gzip or absent' });
  return undefined;
}

function readHeader(read: HeaderReader): BatchHeader {
  const sourceProblem = 'must be urn:lienthong:<agency code>:<source>';
  const source = read.attribute('ce-source', (value) => /^urn:lienthong:([^:]*):([^:]*)$/.exec(value) ?? undefined, sourceProblem);
  const dataset = read.attribute('ce-subject', (value) => value, 'is encoded wrongly') ?? '';
  const schemaPrefix = `urn:lienthong:contract:${dataset}:`;
  const schemaProblem = 'must be urn:lienthong:contract:<dataset>:<semantic version>, of the same dataset as ce-subject';
  const contractVersion = read.attribute(
    'ce-dataschema',
    (value) => (value.startsWith(schemaPrefix) ? value.slice(schemaPrefix.length) : undefined),
    schemaProblem,
  );
  const integer = (name: string, pattern: RegExp, problem: string) =>
    read.attribute(name, (value) => (pattern.test(value) ? Number(value) : undefined), problem) ?? 0;
  return {
    stream: { agency: source?.[1] ?? '', source: source?.[2] ?? '', dataset },
    contractVersion: contractVersion ?? '',
    epoch: integer('ce-epoch', /^[1-9]\d{0,15}$/, 'must be an integer from 1 to 2^53-1'),
    sequence: integer('ce-sequence', /^[1-9]\d{0,15}$/, 'must be an integer from 1 to 2^53-1'),
    count: integer('ce-count', /^(0|[1-9]\d{0,7})$/, `must be an integer from 0 to ${maxBatchCount}`),
    low: read.optional('ce-low'),
    high: read.optional('ce-high'),
    time: read.attribute('ce-time', (value) => value, 'is encoded wrongly') ?? '',
    traceparent: read.optional('ce-traceparent'),
  };
}

function isNdjson(value: string): true | undefined {
  return /^application\/x-ndjson(\s*;\s*charset="?utf-8"?)?$/i.test(value) || undefined;
}

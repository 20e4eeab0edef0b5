import type { BatchHeader } from './batch.ts';
import { agencyPattern, datasetPattern, sourcePattern } from './stream-name.ts';

/** Largest `ce-low` and `ce-high`: both together stay below the 16 KiB that HTTP servers allow for all headers. */
export const maxPositionLength = 4096;

/** Largest number of lines that a batch may announce. */
export const maxBatchCount = 10_000_000;

/** A header that breaks the standard; `problem` names the rule and no value. */
export interface HeaderFault {
  readonly header: string;
  readonly problem: string;
}

const contractVersion = /^(?=.{5,64}$)\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;
const base64url = /^[A-Za-z0-9_-]+$/;
const instant = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(\.\d{1,9})?Z$/;
const traceparent = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Everything that is wrong with a batch header, by the name of the HTTP header that would bear it. */
export function batchFaults(header: BatchHeader): readonly HeaderFault[] {
  const faults: HeaderFault[] = [];
  const expect = (ok: boolean, name: string, problem: string) => {
    if (!ok) faults.push({ header: name, problem });
  };
  const { agency, source, dataset } = header.stream;
  expect(agencyPattern.test(agency) && sourcePattern.test(source), 'ce-source', 'must be urn:lienthong:<agency code>:<source>');
  expect(datasetPattern.test(dataset), 'ce-subject', 'must be a dataset id of at most 120 characters');
  expect(contractVersion.test(header.contractVersion), 'ce-dataschema', 'must be urn:lienthong:contract:<dataset>:<semantic version>');
  expect(isCount(header.epoch, 1, Number.MAX_SAFE_INTEGER), 'ce-epoch', 'must be an integer from 1 to 2^53-1');
  expect(isCount(header.sequence, 1, Number.MAX_SAFE_INTEGER), 'ce-sequence', 'must be an integer from 1 to 2^53-1');
  expect(isCount(header.count, 0, maxBatchCount), 'ce-count', `must be an integer from 0 to ${maxBatchCount}`);
  const position = `must be base64url of at most ${maxPositionLength} characters`;
  expect(header.low === undefined || isPosition(header.low), 'ce-low', position);
  expect(header.high === undefined || isPosition(header.high), 'ce-high', position);
  expect(isInstant(header.time), 'ce-time', 'must be an RFC 3339 instant in UTC that ends with Z');
  expect(header.traceparent === undefined || traceparent.test(header.traceparent), 'ce-traceparent', 'must be a W3C traceparent');
  return faults;
}

/** Whether a text is a canonical timestamptz: an existing moment, in UTC with `Z`, at most nine digits of fraction. */
export function isInstant(text: string): boolean {
  const seconds = instant.exec(text)?.[1];
  if (seconds === undefined) return false;
  const moment = new Date(`${seconds}Z`);
  // Date rolls 31 February over into March: only what comes back unchanged exists.
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(seconds);
}

function isCount(value: number, least: number, most: number): boolean {
  return Number.isSafeInteger(value) && value >= least && value <= most;
}

function isPosition(text: string): boolean {
  return text.length <= maxPositionLength && base64url.test(text);
}

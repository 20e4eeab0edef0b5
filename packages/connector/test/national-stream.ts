import { changeVersion, expectContract, fixedHex, type SealedBatch, seal } from '@lienthong/core';
import { nationalRecordId, planNational } from '@lienthong/core/national';

/** A small contract, and how its records become national messages. */
export const contract = expectContract(
  `
apiVersion: v3.1.0
kind: DataContract
id: ho-tich.nguoi
version: 1.0.0
status: active
schema:
  - name: nguoi
    properties:
      - { name: id, logicalType: integer, primaryKey: true, required: true, classification: internal }
      - { name: ten, logicalType: string, classification: internal }
`,
  'nguoi.yaml',
);
const stream = { agency: 'H26.12', source: 'ho-tich', dataset: contract.dataset };
export const plan = expectPlan();

function expectPlan() {
  const { plan: found } = planNational({ contract, stream, options: { dataType: 'H26_001' } });
  if (found === undefined) throw new Error('there is no plan');
  return found;
}

const version = (at: number) => changeVersion(fixedHex(BigInt(at)), 0);

/** Lines of batches. */
export const read = (id: number, ten: string) => ({ op: 'r', version: '0', after: { id, ten } });
export const changed = (at: number, id: number, ten: string) => ({
  op: 'u',
  version: version(at),
  at: '2026-03-01T18:03:04Z',
  after: { id, ten },
});
export const gone = (at: number, id: number) => ({ op: 'd', version: version(at), key: { id } });
export const end = { op: 't', version: '' };

/** IdBanGhi of the record with this key. */
export const idOf = (id: number): string => nationalRecordId(stream, `[${id}]`);

export function sealed(lines: readonly object[], epoch: number, sequence: number): SealedBatch {
  const body = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const header = { stream, contractVersion: '1.0.0', epoch, sequence, count: lines.length, time: '2026-03-01T18:00:00Z' };
  return seal({ header: { ...header, low: undefined, high: undefined, traceparent: undefined }, encoding: 'identity', body });
}

import { compileReader, expectContract, type JsonObject, publishedContract } from '@lienthong/core';
import {
  compileToMessage,
  type NationalMessage,
  type NationalPlan,
  nationalJson,
  nationalJsonBatch,
  nationalRecord,
  nationalRecordDigest,
  nationalXml,
  nationalXmlBatch,
  planNational,
  qcvn09,
  readNational,
} from '@lienthong/core/national';
import { describe, expect, it } from 'vitest';
import { contractOf, datasetNames, datasets, generateRows } from '../src/index.ts';
import { defined } from './expect-row.ts';

const rows = 500;
const at = '2026-03-01T18:03:04.567Z';

describe('the national message', () => {
  for (const name of datasetNames) {
    const contract = expectContract(contractOf(name), `${name}/contract.yaml`);
    const stream = { agency: 'H26.12', source: 'ho-tich', dataset: contract.dataset };
    const { plan, problems } = planNational({ contract, stream, options: { dataType: 'H26_001' } });

    it(`${name}: bears its records as JSON and as XML, and gives each back as it was`, () => {
      expect(problems.filter(({ level }) => level === 'error')).toEqual([]);
      if (plan === undefined) throw new Error('there is no plan');
      const records = [...generateRows(datasets[name], { rows, dirt: 'none' })].map(({ truth }) => published(defined(truth)));
      const messages = records.map((record, index) => messageOf(plan, record, index));
      const json = readNational(Buffer.from(nationalJsonBatch(messages.map((message) => nationalJson(message, qcvn09)))), 'json', qcvn09);
      const xml = readNational(
        Buffer.from(
          nationalXmlBatch(
            messages.map((message) => String(nationalXml(message, qcvn09))),
            qcvn09,
          ),
        ),
        'xml',
        qcvn09,
      );
      expect(json.faults).toEqual([]);
      expect(json.messages).toEqual(messages);
      expect(xml.faults).toEqual([]);
      expect(json.messages.map((message) => nationalRecord(message, plan, 'json'))).toEqual(
        records.map((record) => ({ record, unknown: [] })),
      );
      expect(xml.messages.map((message) => nationalRecord(message, plan, 'xml'))).toEqual(
        records.map((record) => ({ record, unknown: [] })),
      );
      expect(new Set(messages.map(({ recordId }) => recordId)).size).toBe(rows);
    });

    const properties = new Set(publishedContract(contract).properties.map(({ name: property }) => property));
    const published = (record: JsonObject): JsonObject =>
      Object.fromEntries(Object.entries(record).filter(([property]) => properties.has(property)));

    const reader = compileReader(contract);
    const messageOf = (made: NationalPlan, record: JsonObject, index: number): NationalMessage => {
      const line = reader.read(JSON.stringify({ op: 'r', version: '0', after: record }));
      if ('code' in line) throw new Error(`${line.code} at ${line.pointer}: ${line.reason}`);
      const digest = nationalRecordDigest(stream, line.key);
      const message = compileToMessage(made)(record, { event: 'new', version: index + 1, digest, at });
      if ('code' in message) throw new Error(message.reason);
      return message;
    };
  }

  it('of a birth of which only the year is known has the year alone', () => {
    const contract = expectContract(contractOf('civil-status'), 'civil-status/contract.yaml');
    const stream = { agency: 'H26.12', source: 'ho-tich', dataset: contract.dataset };
    const { plan } = planNational({ contract, stream, options: { dataType: 'H26_001' } });
    if (plan === undefined) throw new Error('there is no plan');
    const toMessage = compileToMessage(plan);
    const fieldsOf = (ngaySinh: string) => {
      const message = toMessage({ ngaySinh }, { event: 'new', version: 1, digest: new Uint8Array(20), at });
      return 'code' in message ? message : { ...Object.fromEntries(message.fields), at: message.updatedAt };
    };
    const local = '2026-03-02T01:03:04';
    expect(['1960', '1960-02', '1960-02-29'].map(fieldsOf)).toEqual([
      { NamSinh: '1960', at: local },
      { ThangNamSinh: '1960-02', at: local },
      { NgayThangNamSinh: '1960-02-29', at: local },
    ]);
  });
});

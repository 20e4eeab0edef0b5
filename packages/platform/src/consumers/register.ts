import { type Classification, type Contract, LienThongError, type PersonalDataKind } from '@lienthong/core';
import type { Client } from '../storage/database.ts';

/** Which part of the register is asked for; what is left out does not narrow it. */
export interface RegisterQuery {
  readonly dataset?: string | undefined;
  /** Agency of the consumer. */
  readonly agency?: string | undefined;
  readonly purpose?: string | undefined;
  /** RFC 3339 or a day in UTC: accesses from here on. */
  readonly from?: string | undefined;
  /** Accesses before this moment. */
  readonly to?: string | undefined;
}

/** What one consumer received of one dataset for one purpose under one contract version. Never a value, a key or a hash of one. */
export interface RegisterEntry {
  readonly dataset: string;
  /** Of the contract that was in force; `null` for accesses from before it was written down. */
  readonly contractVersion: string | null;
  readonly agency: string;
  readonly consumer: string;
  readonly consumerId: number;
  /** As the consumer stated it. */
  readonly purpose: string;
  /** Answered requests; a poll of changes that found none is no request. */
  readonly requests: number;
  /** Records handed out by `/records`, `/records/{key}` and `/changes`; a deletion counts, because it tells a key. */
  readonly records: number;
  readonly first: string;
  readonly last: string;
  readonly legalBasis: string | null;
  readonly classifications: readonly Classification[];
  readonly kinds: readonly PersonalDataKind[];
}

interface RegisterRow {
  readonly dataset: string;
  readonly contract_version: string | null;
  readonly contract: Contract | null;
  readonly agency: string;
  readonly consumer: string;
  readonly consumer_id: number;
  readonly purpose: string;
  readonly requests: string;
  readonly records: string;
  readonly first: Date;
  readonly last: Date;
}

/** The register of a period, by dataset, agency, consumer and purpose. */
export async function readRegister(client: Client, query: RegisterQuery): Promise<readonly RegisterEntry[]> {
  const { rows } = await client.query<RegisterRow>(
    `select access.dataset, access.contract_version, contract.contract, consumer.agency, consumer.name as consumer, consumer.id as consumer_id,
       access.purpose, count(*)::text as requests, sum(access.records)::text as records, min(access.accessed_at) as first, max(access.accessed_at) as last
     from lienthong.access_log access
     join lienthong.consumers consumer on consumer.id = access.consumer
     left join lienthong.contracts contract on contract.dataset = access.dataset and contract.version = access.contract_version
     where ($1::text is null or access.dataset = $1) and ($2::text is null or consumer.agency = $2) and ($3::text is null or access.purpose = $3)
       and ($4::timestamptz is null or access.accessed_at >= $4) and ($5::timestamptz is null or access.accessed_at < $5)
     group by access.dataset, access.contract_version, contract.id, consumer.id, access.purpose
     order by access.dataset collate "C", consumer.agency collate "C", consumer.id, access.purpose collate "C", access.contract_version collate "C" nulls first`,
    [query.dataset ?? null, query.agency ?? null, query.purpose ?? null, moment('from', query.from), moment('to', query.to)],
  );
  return rows.map(entryOf);
}

function entryOf(row: RegisterRow): RegisterEntry {
  const properties = row.contract?.properties ?? [];
  return {
    dataset: row.dataset,
    contractVersion: row.contract_version,
    agency: row.agency,
    consumer: row.consumer,
    consumerId: row.consumer_id,
    purpose: row.purpose,
    requests: Number(row.requests),
    records: Number(row.records),
    first: row.first.toISOString(),
    last: row.last.toISOString(),
    legalBasis: row.contract?.personalData?.legalBasis ?? null,
    classifications: [...new Set(properties.map(({ classification }) => classification))].sort(),
    kinds: [...new Set(properties.flatMap(({ personalDataKind }) => personalDataKind ?? []))].sort(),
  };
}

const day = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

function moment(name: string, text: string | undefined): string | null {
  if (text === undefined) return null;
  // A day that the calendar lacks becomes another one in some readers: it must come back as it was.
  const date = new Date(text);
  if (!day.test(text) || Number.isNaN(date.getTime()) || (text.length === 10 && date.toISOString().slice(0, 10) !== text)) {
    throw new LienThongError('OPTIONS_INVALID', {
      message: `${name} of the register must be a day or a moment, such as 2026-03-01 or 2026-03-01T08:00:00+07:00`,
    });
  }
  return date.toISOString();
}

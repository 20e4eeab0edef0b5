import type { Client } from '../storage/database.ts';
import { readLayout } from '../storage/layout.ts';

/** Records of one stream that are concerned. */
export interface CountedStream {
  readonly stream: number;
  readonly records: number;
  /** Versions of the contract under which they were published. */
  readonly contracts: readonly string[];
}

interface Row {
  readonly stream: number;
  readonly records: string;
  readonly contracts: string[];
}

/** The records that lie there now, each once. */
export async function countStored(client: Client, dataset: string, streams: readonly number[]): Promise<readonly CountedStream[]> {
  const layout = await readLayout(client, dataset);
  if (layout === undefined || layout.number === 0) return [];
  return await read(
    client,
    `select counted.stream, sum(counted.records)::text as records, array_agg(contract.version) as contracts from (
       select _stream as stream, _contract as contract, count(*) as records from ${layout.table}
       where not _deleted and _stream = any($1::integer[]) group by _stream, _contract
     ) counted join lienthong.contracts contract on contract.id = counted.contract group by counted.stream`,
    [streams],
  );
}

/** The lines of batches that arrived in a time; what the platform refused or had already went over the wire as well. */
export async function countReceived(
  client: Client,
  streams: readonly number[],
  from: string | undefined,
  to: string | undefined,
): Promise<readonly CountedStream[]> {
  return await read(
    client,
    `select batch.stream, sum(batch.accepted + batch.superseded + batch.rejected)::text as records, array_agg(distinct contract.version) as contracts
     from lienthong.batches batch join lienthong.contracts contract on contract.id = batch.contract
     where batch.stream = any($1::integer[]) and ($2::timestamptz is null or batch.received_at >= $2)
       and ($3::timestamptz is null or batch.received_at < $3) group by batch.stream`,
    [streams, from ?? null, to ?? null],
  );
}

async function read(client: Client, text: string, values: readonly unknown[]): Promise<readonly CountedStream[]> {
  const { rows } = await client.query<Row>(text, [...values]);
  return rows.map(({ stream, records, contracts }) => ({ stream, records: Number(records), contracts }));
}

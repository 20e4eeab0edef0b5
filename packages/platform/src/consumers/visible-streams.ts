import { agencyPattern, sourcePattern } from '@lienthong/core';
import { Problem } from '../problem/problem.ts';
import type { Client } from '../storage/database.ts';
import type { Reader } from './consumer.ts';

export interface VisibleStream {
  readonly agency: string;
  readonly source: string;
}

export interface StreamFilter {
  readonly agency: string | undefined;
  readonly source: string | undefined;
}

/** `agency` and `source` of a query; a name that none can have is refused, because PostgreSQL refuses U+0000 even in a comparison. */
export function readStreamFilter(query: (name: string) => string | undefined): StreamFilter {
  const filter = { agency: query('agency'), source: query('source') };
  if (filter.agency !== undefined && !agencyPattern.test(filter.agency)) throw malformed('agency must be the code of an agency');
  if (filter.source !== undefined && !sourcePattern.test(filter.source)) throw malformed('source must be the name of a source');
  return filter;
}

/** The streams of a dataset that a reader may see and asked for, by id. */
export async function visibleStreams(
  client: Client,
  dataset: string,
  reader: Reader,
  filter: StreamFilter,
): Promise<ReadonlyMap<number, VisibleStream>> {
  if (filter.agency !== undefined && reader.publishers !== undefined && !reader.publishers.includes(filter.agency)) {
    throw new Problem('reading-forbidden', { detail: 'the consumer may not read records of this agency' });
  }
  const { rows } = await client.query<VisibleStream & { readonly id: number }>(
    `select id, agency, source from lienthong.streams where dataset = $1 and ($2::text[] is null or agency = any($2))
       and ($3::text is null or agency = $3) and ($4::text is null or source = $4)`,
    [dataset, reader.publishers ?? null, filter.agency ?? null, filter.source ?? null],
  );
  return new Map(rows.map(({ id, agency, source }) => [id, { agency, source }]));
}

function malformed(detail: string): Problem {
  return new Problem('request-malformed', { detail });
}

import { type Contract, type ExposedPersons, publishedContract } from '@lienthong/core';
import type { Client } from '../storage/database.ts';
import { readLayout } from '../storage/layout.ts';
import { quoteIdentifier } from '../storage/names.ts';

/** Semantic types whose values are one person each. */
const ofPersons: readonly string[] = ['personal-id'];

/**
 * How many persons the records name, by the numbers in them that can be compared: in the clear or as tokens. `undefined`: there is
 * none. A record may name several persons, such as a child and its parents.
 */
export async function countPersons(
  client: Client,
  dataset: string,
  streams: readonly number[],
  contracts: readonly Contract[],
): Promise<ExposedPersons | undefined> {
  const layout = await readLayout(client, dataset);
  const names = new Set(contracts.flatMap(comparableNumbers));
  const columns = layout?.columns.filter(({ property }) => names.has(property)) ?? [];
  if (layout === undefined || columns.length === 0) return undefined;
  const listed = columns.map(({ name }) => `record.${quoteIdentifier(name)}::text`);
  const { rows } = await client.query<{ distinct: string; without: string }>(
    `select (select count(distinct number) from ${layout.table} record cross join lateral unnest(array[${listed.join(', ')}]) number
         where not record._deleted and record._stream = any($1::integer[]))::text as distinct,
       (select count(*) from ${layout.table} record where not record._deleted and record._stream = any($1::integer[])
         and coalesce(${listed.join(', ')}) is null)::text as without`,
    [streams],
  );
  return {
    distinct: Number(rows[0]?.distinct ?? 0),
    properties: [...new Set(columns.map(({ property }) => property))],
    recordsWithout: Number(rows[0]?.without ?? 0),
  };
}

function comparableNumbers(contract: Contract): readonly string[] {
  const published = publishedContract(contract).properties.map(({ name }) => name);
  return contract.properties.flatMap(({ name, semanticType, protection }) => {
    const isComparable = protection === undefined || protection.method === 'tokenize';
    return isComparable && ofPersons.includes(semanticType ?? '') && published.includes(name) ? [name] : [];
  });
}

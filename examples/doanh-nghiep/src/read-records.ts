import type { Contract, JsonObject } from '@lienthong/core';
import type { Platform } from '@lienthong/platform';

interface Page {
  readonly items: readonly { readonly record: JsonObject }[];
  readonly next: string | null;
}

/** All records of a dataset, as an agency gets them that the contract names as a recipient. */
export async function readRecords(platform: Platform, { dataset, personalData }: Contract): Promise<readonly JsonObject[]> {
  const agency = personalData?.recipients.find((name) => name !== '*') ?? 'G01';
  await platform.admin.registerAgency({ agency });
  const { token } = await platform.admin.registerConsumer({ agency, name: 'Đối soát', datasets: [dataset] });
  const headers = { authorization: `Bearer ${token}`, 'lienthong-purpose': encodeURIComponent('đối soát với nguồn') };
  const records: JsonObject[] = [];
  for (let next: string | null = ''; next !== null; ) {
    const cursor = next === '' ? '' : `&cursor=${encodeURIComponent(next)}`;
    const answer = await fetch(`${platform.url}/v1/datasets/${dataset}/records?limit=1000${cursor}`, { headers });
    if (!answer.ok) throw new Error(`the platform answered ${answer.status} to a consumer of ${dataset}`);
    const page = (await answer.json()) as Page; // what the platform's interface says
    records.push(...page.items.map(({ record }) => record));
    next = page.next;
  }
  return records;
}

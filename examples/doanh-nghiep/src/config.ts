import { postgres } from '@lienthong/adapter-postgres';
import type { ConnectorOptions } from '@lienthong/connector';
import type { Secret } from '@lienthong/core';
import { contractOf, mappingOf } from '@lienthong/datasets';

/** What differs from place to place. */
export interface Surroundings {
  /** `postgres://user:password@host:port/database` of the legacy system. */
  readonly database: string | Secret;
  readonly platformUrl: string;
  readonly keyId: string;
  /** PEM. */
  readonly privateKey: string | Secret;
  /** PEM. */
  readonly receiptKey: string;
  readonly state: string;
}

/** The connector of a business registry. Its mapping decodes ABC fonts and reads identifiers with the data dictionary. */
export function businessRegistry({ database, platformUrl, keyId, privateKey, receiptKey, state }: Surroundings): ConnectorOptions {
  const { from, mapping } = mappingOf('business-registry');
  return {
    agency: 'H26.12',
    state,
    source: { name: 'dang-ky-kinh-doanh', adapter: postgres({ connectionString: database }) },
    platform: { url: platformUrl, key: { keyId, privateKey }, receiptKey },
    datasets: [{ contract: contractOf('business-registry'), from, mapping }],
  };
}

import { type Contract, compareVersionTexts, type JsonObject } from '@lienthong/core';
import { createRoutes, type PlatformContext, type Routes } from '../context.ts';

/** `GET /v1/catalog`: what there is, as DCAT 3 in JSON-LD. Metadata only, so it asks for no token. */
export function catalogRoutes(context: PlatformContext): Routes {
  const routes = createRoutes();
  routes.get('/v1/catalog', async (c) => {
    const newest = await readNewestContracts(context);
    const origin = new URL(c.req.url).origin;
    const catalog = {
      '@context': {
        dcat: 'http://www.w3.org/ns/dcat#',
        dct: 'http://purl.org/dc/terms/',
        dqv: 'http://www.w3.org/ns/dqv#',
      },
      '@type': 'dcat:Catalog',
      '@id': `${origin}/v1/catalog`,
      'dct:title': 'Liên Thông',
      'dcat:dataset': newest.map((entry) => describeDataset(origin, entry)),
    };
    return c.body(JSON.stringify(catalog), 200, { 'content-type': 'application/ld+json' });
  });
  return routes;
}

interface CatalogEntry {
  readonly contract: Contract;
  readonly publishers: readonly string[];
}

async function readNewestContracts(context: PlatformContext): Promise<readonly CatalogEntry[]> {
  const { rows } = await context.readers.use((client) =>
    client.query<{ contract: Contract; publishers: string[] | null }>(
      `select contract, (select array_agg(distinct agency order by agency) from lienthong.streams where streams.dataset = contracts.dataset) as publishers
       from lienthong.contracts where retired_at is null order by dataset`,
    ),
  );
  const newest = new Map<string, CatalogEntry>();
  for (const { contract, publishers } of rows) {
    const known = newest.get(contract.dataset);
    if (known === undefined || compareVersionTexts(contract.version, known.contract.version) > 0) {
      newest.set(contract.dataset, { contract, publishers: publishers ?? [] });
    }
  }
  return [...newest.values()];
}

function describeDataset(origin: string, { contract, publishers }: CatalogEntry): JsonObject {
  const url = `${origin}/v1/datasets/${contract.dataset}`;
  return {
    '@type': 'dcat:Dataset',
    '@id': url,
    'dct:identifier': contract.dataset,
    'dct:title': contract.title ?? contract.dataset,
    'dcat:version': contract.version,
    'dct:publisher': publishers.map((agency) => ({ '@id': `urn:lienthong:${agency}` })),
    'dct:conformsTo': { '@id': `urn:lienthong:contract:${contract.dataset}:${contract.version}` },
    ...(contract.personalData === undefined ? {} : { 'dct:accessRights': contract.personalData.legalBasis }),
    'dqv:hasQualityMetadata': { '@id': `${url}/quality` },
    'dcat:distribution': ['records', 'changes'].map((kind) => ({
      '@type': 'dcat:Distribution',
      '@id': `${url}/${kind}`,
      'dcat:accessURL': { '@id': `${url}/${kind}` },
      'dcat:mediaType': 'application/json',
    })),
  };
}

import { isUtf8 } from 'node:buffer';
import { datasetPattern } from '@lienthong/core';
import { createRoutes, type PlatformContext, type Routes } from '../context.ts';
import { Problem } from '../problem/problem.ts';
import { authenticate, readSignedBody } from '../registry/authenticate.ts';
import { mayPublish } from '../registry/keys.ts';
import { readContract, registerContract } from '../registry/register-contract.ts';
import { listVersions } from '../storage/contracts.ts';

/** A contract is text that people write. */
const maxContractBytes = 1024 * 1024;

const bytesPerToken = 1024;

const yamlTypes = /^(application\/(yaml|x-yaml|vnd\.odcs\+yaml)|text\/(yaml|x-yaml|plain))\s*(;|$)/i;

export function contractRoutes(context: PlatformContext): Routes {
  const routes = createRoutes();
  routes.put('/v1/contracts/:dataset/:version', async (c) => {
    const { dataset, version } = c.req.param();
    if (!yamlTypes.test(c.env.incoming.headers['content-type'] ?? 'application/yaml')) {
      throw new Problem('content-type-unsupported', { detail: 'a contract is application/yaml' });
    }
    expectDataset(dataset);
    const signer = await authenticate(context, c.env.incoming);
    if (!(await context.readers.use((client) => mayPublish(client, signer.agency, dataset)))) {
      throw new Problem('publishing-forbidden', { detail: 'the agency may not publish this dataset' });
    }
    const body = await readSignedBody(context, c.env.incoming, maxContractBytes);
    if (!isUtf8(body)) throw new Problem('body-damaged', { detail: 'the contract is not valid UTF-8' });
    // Reading a contract keeps everybody waiting: it costs its sender more than other requests do.
    context.rate.take(`key ${signer.keyId}`, body.length / bytesPerToken);
    const read = readContract(body.toString('utf8'));
    const { contract } = read;
    if (contract.dataset !== dataset || contract.version !== version) throw new Problem('contract-misplaced');
    const { created, warnings } = await context.readers.transaction((client) => registerContract(client, read, signer.agency));
    if (created) context.logger.info({ dataset, version }, 'contract registered');
    return c.json({ dataset, version, status: contract.status, warnings }, created ? 201 : 200);
  });
  routes.get('/v1/contracts/:dataset/:version', async (c) => {
    const { dataset, version } = c.req.param();
    expectDataset(dataset);
    await authenticate(context, c.env.incoming);
    const versions = await context.readers.use((client) => listVersions(client, dataset));
    const found = versions.find((registered) => registered.version === version);
    if (found === undefined) throw new Problem('contract-unknown');
    return c.body(found.yaml, 200, { 'content-type': 'application/yaml; charset=utf-8' });
  });
  routes.get('/v1/contracts/:dataset', async (c) => {
    const { dataset } = c.req.param();
    expectDataset(dataset);
    await authenticate(context, c.env.incoming);
    const versions = await context.readers.use((client) => listVersions(client, dataset));
    if (versions.length === 0) throw new Problem('dataset-unknown');
    return c.json({
      dataset,
      versions: versions.map(({ version, contract, retired, registeredAt }) => ({
        version,
        status: retired ? 'retired' : contract.status,
        registeredAt,
      })),
    });
  });
  routes.get('/v1/contracts', async (c) => {
    await authenticate(context, c.env.incoming);
    const { rows } = await context.readers.use((client) =>
      client.query<{ dataset: string; versions: number }>(
        'select dataset, count(*)::integer as versions from lienthong.contracts group by dataset order by dataset',
      ),
    );
    return c.json({ datasets: rows });
  });
  return routes;
}

// A name that none can have is not asked for: PostgreSQL refuses U+0000 even in a comparison.
function expectDataset(dataset: string): void {
  if (!datasetPattern.test(dataset)) throw new Problem('dataset-unknown');
}

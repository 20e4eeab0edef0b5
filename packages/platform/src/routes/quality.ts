import type { IncomingMessage } from 'node:http';
import { datasetPattern, type QualityReport, qualityCsv, qualityPage } from '@lienthong/core';
import { findingSentence } from '@lienthong/dictionary';
import { logAccess } from '../consumers/access-log.ts';
import { authorizeReader } from '../consumers/consumer.ts';
import { createRoutes, type PlatformContext, type Routes } from '../context.ts';
import { Problem } from '../problem/problem.ts';
import { newestReport, readHistory } from '../quality/results.ts';
import { authenticate } from '../registry/authenticate.ts';
import { mayPublish } from '../registry/keys.ts';

/** How good a dataset is, for those who may read its records and for those who publish it. */
export function qualityRoutes(context: PlatformContext): Routes {
  const routes = createRoutes();
  routes.get('/v1/datasets/:dataset/quality', async (c) => {
    const { dataset } = c.req.param();
    const { seesAll } = await authorize(context, c.env.incoming, dataset);
    const format = formatOf(c.req.query('format'), c.req.header('accept'));
    const language = languageOf(c.req.query('lang'), c.req.header('accept-language'));
    const [stored, history] = await context.readers.use(
      async (client) => [await newestReport(client, dataset), await readHistory(client, dataset)] as const,
    );
    if (stored === undefined) throw new Problem('quality-unmeasured');
    const report = seesAll ? stored : withoutExamples(stored);
    const headers = { 'cache-control': 'no-store', vary: 'Accept, Accept-Language' };
    if (format === 'csv') return c.body(qualityCsv(report), 200, { ...headers, 'content-type': 'text/csv; charset=utf-8; header=present' });
    if (format === 'json') return c.body(JSON.stringify(report), 200, { ...headers, 'content-type': 'application/json' });
    return c.html(qualityPage(report, { language, history, sentence: findingSentence }), 200, {
      ...headers,
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    });
  });
  routes.get('/v1/datasets/:dataset/quality/history', async (c) => {
    const { dataset } = c.req.param();
    await authorize(context, c.env.incoming, dataset);
    const points = await context.readers.use((client) => readHistory(client, dataset));
    return c.json({ dataset, points }, 200, { 'cache-control': 'no-store' });
  });
  return routes;
}

/** `seesAll`: a consumer that may not read every agency's records does not see their masked examples. */
async function authorize(context: PlatformContext, incoming: IncomingMessage, dataset: string): Promise<{ readonly seesAll: boolean }> {
  if (incoming.headers['signature-input'] === undefined) {
    const reader = await authorizeReader(context, incoming, dataset);
    await context.readers.transaction((client) => logAccess(client, reader, { dataset, action: 'quality', records: 0 }));
    return { seesAll: reader.publishers === undefined };
  }
  if (!datasetPattern.test(dataset)) throw new Problem('dataset-unknown');
  const { agency } = await authenticate(context, incoming);
  if (await context.readers.use((client) => mayPublish(client, agency, dataset))) return { seesAll: false };
  throw new Problem('reading-forbidden', { detail: 'the agency may not publish this dataset' });
}

// In the order in which they are offered to who takes several.
const formats = [
  ['html', 'text/html'],
  ['csv', 'text/csv'],
  ['json', 'application/json'],
] as const;
type Format = (typeof formats)[number][0];

function formatOf(asked: string | undefined, accept = ''): Format {
  const found = formats.find(([name, type]) => (asked === undefined ? accept.includes(type) : name === asked));
  if (found !== undefined) return found[0];
  if (asked === undefined) return 'json';
  throw new Problem('request-malformed', { detail: `format must be one of ${formats.map(([name]) => name).join(', ')}` });
}

function languageOf(asked: string | undefined, accept = ''): 'vi' | 'en' {
  if (asked === undefined) return /^en\b/i.test(accept) ? 'en' : 'vi';
  if (asked === 'vi' || asked === 'en') return asked;
  throw new Problem('request-malformed', { detail: 'lang must be vi or en' });
}

function withoutExamples(report: QualityReport): QualityReport {
  return { ...report, findings: report.findings.map((finding) => ({ ...finding, examples: [] })) };
}

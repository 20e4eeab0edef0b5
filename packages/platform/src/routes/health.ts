import { createRoutes, type PlatformContext, type Routes } from '../context.ts';
import { readPackageFile } from '../package-file.ts';
import { Problem } from '../problem/problem.ts';

/** What machines ask: alive, ready, measured, described. */
export function healthRoutes(context: PlatformContext): Routes {
  const routes = createRoutes();
  routes.get('/healthz', (c) => c.json({ status: 'ok' }));
  routes.get('/readyz', async (c) => {
    if (context.closing.aborted) throw new Problem('unavailable', { detail: 'the platform is closing', retryAfterSeconds: 5 });
    await context.readers.use((client) => client.query('select 1'));
    return c.json({ status: 'ready' });
  });
  routes.get('/metrics', async (c) => {
    const { registry } = context.metrics;
    return c.body(await registry.metrics(), 200, { 'content-type': registry.contentType });
  });
  routes.get('/v1/openapi.yaml', async (c) =>
    c.body(await readPackageFile('openapi.yaml'), 200, { 'content-type': 'application/yaml; charset=utf-8' }),
  );
  return routes;
}

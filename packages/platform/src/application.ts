import { createRoutes, type PlatformContext, type Routes } from './context.ts';
import { Problem, problemResponse } from './problem/problem.ts';
import { refusal } from './problem/refusal.ts';
import { batchRoutes } from './routes/batches.ts';
import { catalogRoutes } from './routes/catalog.ts';
import { changeRoutes } from './routes/changes.ts';
import { contractRoutes } from './routes/contracts.ts';
import { healthRoutes } from './routes/health.ts';
import { keyRoutes } from './routes/keys.ts';
import { messageRoutes } from './routes/messages.ts';
import { qualityRoutes } from './routes/quality.ts';
import { reconciliationRoutes } from './routes/reconciliations.ts';
import { recordRoutes } from './routes/records.ts';
import { statusRoutes } from './routes/status.ts';
import { streamRoutes } from './routes/streams.ts';

const allRoutes = [
  batchRoutes,
  messageRoutes,
  streamRoutes,
  contractRoutes,
  reconciliationRoutes,
  recordRoutes,
  changeRoutes,
  qualityRoutes,
  catalogRoutes,
  keyRoutes,
  healthRoutes,
  statusRoutes,
];

/** All routes, with one place where errors become problem documents. */
export function createApplication(context: PlatformContext): Routes {
  const application = createRoutes();
  for (const routes of allRoutes) application.route('/', routes(context));
  application.notFound((c) => {
    const known = application.routes.some((route) => route.method !== c.req.method && matches(route.path, c.req.path));
    return problemResponse(refusal(context, new Problem(known ? 'method-not-allowed' : 'not-found')));
  });
  application.onError((error) => problemResponse(refusal(context, error)));
  return application;
}

/** `GET /v1/streams/{agency}/{source}/{dataset}` and so on: what the OpenAPI document must describe. */
export function routePaths(application: Routes): readonly string[] {
  return application.routes.map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
}

function matches(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const given = path.split('/');
  return wanted.length === given.length && wanted.every((part, index) => part.startsWith(':') || part === given[index]);
}

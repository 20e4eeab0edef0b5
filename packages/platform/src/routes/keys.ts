import { createPublicKey } from 'node:crypto';
import { createRoutes, type PlatformContext, type Routes } from '../context.ts';

/** `GET /v1/keys`: what receipts are verified with, as a JWK set (RFC 7517). */
export function keyRoutes(context: PlatformContext): Routes {
  const { keyId, publicKey } = context.receiptKey;
  const jwk = createPublicKey(publicKey).export({ format: 'jwk' });
  const routes = createRoutes();
  routes.get('/v1/keys', (c) => c.json({ keys: [{ ...jwk, kid: keyId, use: 'sig', alg: 'EdDSA' }] }));
  return routes;
}

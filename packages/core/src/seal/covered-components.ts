import type { RequestComponents } from './signature-base.ts';

const contentHeaders = ['content-type', 'content-encoding', 'content-digest', 'lienthong-purpose'];

/** What a signature of this standard must cover of a request: everything that says what the request means. */
export function coveredComponents(components: RequestComponents): readonly string[] {
  const attributes = [...components.headers.keys()].filter((name) => name.startsWith('ce-')).sort();
  return [
    '@method',
    '@path',
    ...(components.hasQuery ? ['@query'] : []),
    ...contentHeaders.filter((name) => components.headers.has(name)),
    ...attributes,
  ];
}

/** Whether a `Content-Digest` must be there. A POST without body has one too, over no bytes: HTTP/2 does not tell beforehand. */
export function needsDigest(components: RequestComponents): boolean {
  const method = components.value('@method') ?? '';
  if (['POST', 'PUT', 'PATCH'].includes(method)) return true;
  const { headers } = components;
  const length = headers.get('content-length');
  return (length !== undefined && length.some((value) => value.trim() !== '0')) || headers.has('transfer-encoding');
}

import { type InnerList, type Parameters, serializeInnerList, serializeItem } from 'structured-headers';
import { collectHeaders, type HttpHeaders } from './http-headers.ts';
import { signatureInvalid } from './signature-invalid.ts';

/** The parts of an HTTP request that a signature can cover. */
export interface SignedRequest {
  readonly method: string;
  /** Request target in origin form: path and, when there is one, `?query`, exactly as in the request line. */
  readonly path: string;
  readonly headers: HttpHeaders;
  /** Lower-case host, with the port when it is not the scheme's own: only for signatures that cover `@authority`. */
  readonly authority?: string | undefined;
}

/** A request whose target and headers are checked and unambiguous. */
export interface RequestComponents {
  readonly hasQuery: boolean;
  readonly headers: ReadonlyMap<string, readonly string[]>;
  /** The value of a component identifier without parameters; `undefined` when the request does not have it. */
  value(component: string): string | undefined;
}

/** The name of our signature in `Signature-Input` and `Signature`. */
export const signatureLabel = 'lienthong';

/** Reads the components of a request; throws SIGNATURE_INVALID `malformed` where the request itself is ambiguous. */
export function requestComponents(request: SignedRequest): RequestComponents {
  if (!/^[A-Z][A-Z-]{0,31}$/.test(request.method)) throw signatureInvalid('malformed', 'the method is not an upper-case token', '@method');
  const { pathname, query } = splitTarget(request.path);
  const headers = collectHeaders(request.headers);
  const derived: Readonly<Record<string, string | undefined>> = {
    '@method': request.method,
    '@path': pathname,
    '@query': query,
    '@authority': request.authority,
  };
  return {
    hasQuery: query !== undefined,
    headers,
    value(component) {
      if (!component.startsWith('@')) return headerValue(headers, component);
      if (!Object.hasOwn(derived, component))
        throw signatureInvalid('malformed', 'a derived component is covered that the standard does not use');
      return derived[component];
    },
  };
}

/** The text that is signed (RFC 9421 §2.5), for components in the order given. */
export function signatureBase(components: RequestComponents, covered: readonly string[], parameters: Parameters): string {
  const lines = covered.map((component) => {
    const value = components.value(component);
    if (value === undefined) throw signatureInvalid('wrong', `the request lacks ${component}, which the signature covers`, component);
    return `${serializeItem(component)}: ${value}\n`;
  });
  return `${lines.join('')}"@signature-params": ${serializeInnerList(signatureInput(covered, parameters))}`;
}

/** Covered components and parameters as `Signature-Input` bears them. */
export function signatureInput(covered: readonly string[], parameters: Parameters): InnerList {
  return [covered.map((component) => [component, new Map()]), parameters];
}

function splitTarget(target: string): { readonly pathname: string; readonly query: string | undefined } {
  // Only what every HTTP library writes the same way: no fragment, no blank, nothing to normalise.
  if (!/^\/[!$-;=?-Z_a-z~[\]]*$/.test(target)) throw signatureInvalid('malformed', 'the path is not in origin form', '@path');
  const mark = target.indexOf('?');
  const pathname = mark < 0 ? target : target.slice(0, mark);
  if (/\/(\.|%2e){1,2}(\/|$)/i.test(pathname)) throw signatureInvalid('malformed', 'the path has dot segments', '@path');
  return { pathname, query: mark < 0 ? undefined : target.slice(mark) };
}

function headerValue(headers: ReadonlyMap<string, readonly string[]>, name: string): string | undefined {
  const values = headers.get(name);
  if (values === undefined) return undefined;
  const [value = ''] = values;
  if (values.length > 1) throw signatureInvalid('malformed', `${name} comes more than once`, name);
  // A line break in a value would be a line of the base; other bytes have no agreed form.
  if (!/^[\t\x20-\x7e]*$/.test(value)) throw signatureInvalid('malformed', `${name} has characters outside of ASCII`, name);
  return value.trim();
}

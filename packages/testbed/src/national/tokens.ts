/** Bearer tokens for clients of OAuth 2.0, as gateways give them out: they mean nothing to who holds them, and they end. */
export interface TokenIssuer {
  readonly issued: number;
  /** The body of the answer to a request with this header; `undefined`: the client is not known. */
  issue(authorization: string | undefined): object | undefined;
  /** Whose token a request bears; `undefined`: nobody's, or one that is no longer known. */
  clientOf(authorization: string | undefined): string | undefined;
  forget(): void;
}

/** Secrets by client; without any clients, everybody gets a token. */
export function createTokenIssuer(clients: Readonly<Record<string, string>> | undefined, seconds = 3600): TokenIssuer {
  const tokens = new Map<string, { readonly client: string; readonly endsAt: number }>();
  let issued = 0;
  return {
    get issued() {
      return issued;
    },
    issue(authorization) {
      const basic = /^Basic (.+)$/.exec(authorization ?? '')?.[1] ?? '';
      const [client = '', secret] = Buffer.from(basic, 'base64').toString('utf8').split(':');
      if (clients !== undefined && (secret === undefined || clients[client] !== secret)) return undefined;
      issued += 1;
      const token = `token-${issued}`;
      tokens.set(token, { client, endsAt: Date.now() + seconds * 1000 });
      return { access_token: token, token_type: 'Bearer', expires_in: seconds, scope: 'default' };
    },
    clientOf(authorization) {
      const found = tokens.get(/^Bearer (.+)$/.exec(authorization ?? '')?.[1] ?? '');
      return found !== undefined && found.endsAt > Date.now() ? found.client : undefined;
    },
    forget: () => tokens.clear(),
  };
}

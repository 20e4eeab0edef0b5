import { type OpenContext, reveal } from '@lienthong/core';
import type { Authentication } from './authentication.ts';
import type { SqlserverOptions } from './options.ts';

const connectTimeoutMs = 15_000;

/** What the driver is told. */
export function connectionSettings(options: SqlserverOptions, context: OpenContext) {
  const { host, port, instance, database, tls, readOnlyIntent } = options;
  return {
    server: host,
    authentication: authenticationSettings(options.authentication),
    options: {
      ...(instance === undefined ? { port } : { instanceName: instance }),
      database,
      encrypt: tls.mode !== 'disable',
      trustServerCertificate: tls.mode === 'require',
      ...(tls.ca === undefined ? {} : { cryptoCredentialsDetails: { ca: tls.ca } }),
      readOnlyIntent,
      appName: context.applicationName.slice(0, 128),
      connectTimeout: connectTimeoutMs,
      requestTimeout: context.statementTimeoutMs,
      // Whoever reads decides whether to try again.
      maxRetriesOnTransientErrors: 0,
      lowerCaseGuids: true,
    },
  };
}

function authenticationSettings(authentication: Authentication) {
  switch (authentication.kind) {
    case 'password':
      return { type: 'default' as const, options: { userName: authentication.user, password: passwordOf(authentication) } };
    case 'ntlm':
      return {
        type: 'ntlm' as const,
        options: { userName: authentication.user, password: passwordOf(authentication), domain: authentication.domain },
      };
    case 'azure-token':
      return { type: 'azure-active-directory-access-token' as const, options: { token: reveal(authentication.token) } };
    case 'azure-principal':
      return {
        type: 'azure-active-directory-service-principal-secret' as const,
        options: {
          clientId: authentication.clientId,
          clientSecret: reveal(authentication.clientSecret),
          tenantId: authentication.tenantId,
        },
      };
  }
}

function passwordOf({ password }: Extract<Authentication, { readonly kind: 'password' | 'ntlm' }>): string {
  return password === undefined ? '' : reveal(password);
}

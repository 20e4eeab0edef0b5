import { isSecret, type Secret, secret } from '@lienthong/core';

/** A login by Microsoft Entra ID: a token that was fetched elsewhere, or a service principal. */
export interface AzureInput {
  readonly token?: string | Secret;
  readonly clientId?: string;
  readonly clientSecret?: string | Secret;
  readonly tenantId?: string;
}

export type Authentication =
  | { readonly kind: 'password'; readonly user: string; readonly password: Secret | undefined }
  | { readonly kind: 'ntlm'; readonly user: string; readonly password: Secret | undefined; readonly domain: string }
  | { readonly kind: 'azure-token'; readonly token: Secret }
  | { readonly kind: 'azure-principal'; readonly clientId: string; readonly clientSecret: Secret; readonly tenantId: string };

export interface AuthenticationInput {
  /** Empty when none was given. */
  readonly user: string;
  readonly password: Secret | undefined;
  readonly domain: unknown;
  readonly azure: unknown;
}

/** Which way to log in the options mean; what is missing or doubled goes to `problems`. */
export function authenticationOf({ user, password, domain, azure }: AuthenticationInput, problems: string[]): Authentication {
  if (azure !== undefined) {
    if (user !== '' || password !== undefined || domain !== undefined) problems.push('azure excludes user, password and domain');
    return azureOf(azure, problems);
  }
  if (user === '') problems.push('user is missing');
  if (domain === undefined) return { kind: 'password', user, password };
  return { kind: 'ntlm', user, password, domain: textOf('domain', domain, problems) };
}

const azureNames = new Set(['token', 'clientId', 'clientSecret', 'tenantId']);

function azureOf(azure: unknown, problems: string[]): Authentication {
  if (typeof azure !== 'object' || azure === null) problems.push('azure must be an object');
  const given: Readonly<Record<string, unknown>> = typeof azure === 'object' && azure !== null ? { ...azure } : {};
  for (const name of Object.keys(given)) if (!azureNames.has(name)) problems.push(`azure.${name} is no option`);
  if (given['token'] !== undefined) {
    if (Object.keys(given).length > 1) problems.push('azure.token excludes clientId, clientSecret and tenantId');
    return { kind: 'azure-token', token: secretOf('azure.token', given['token'], problems) };
  }
  return {
    kind: 'azure-principal',
    clientId: textOf('azure.clientId', given['clientId'], problems),
    clientSecret: secretOf('azure.clientSecret', given['clientSecret'], problems),
    tenantId: textOf('azure.tenantId', given['tenantId'], problems),
  };
}

function textOf(name: string, value: unknown, problems: string[]): string {
  if (typeof value === 'string' && value !== '') return value;
  problems.push(`${name} must be a text that is not empty`);
  return '';
}

function secretOf(name: string, value: unknown, problems: string[]): Secret {
  if (isSecret(value)) return value;
  if (typeof value === 'string' && value !== '') return secret(value);
  problems.push(`${name} must be a text or a secret`);
  return secret('');
}

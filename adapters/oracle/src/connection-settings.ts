import { type OpenContext, reveal } from '@lienthong/core';
import type { OracleOptions } from './options.ts';

const connectTimeoutSeconds = 15;
/** What a view of sessions has room for. */
const longestName = 48;
/** The driver refuses names of programs with a blank or anything else that is not in the network's character set. */
const notOfTheNetwork = /[^\w.:@-]/g;

/** What the driver is told. `service` in the place of the one of the options. */
export function connectionSettings(options: OracleOptions, { applicationName }: OpenContext, service?: string) {
  const { user, password, wallet } = options;
  return {
    user,
    password: password === undefined ? '' : reveal(password),
    connectString: connectStringOf(options, service),
    ...(wallet === undefined ? {} : { walletLocation: wallet.location }),
    ...(wallet?.password === undefined ? {} : { walletPassword: reveal(wallet.password) }),
    program: applicationName.replaceAll(notOfTheNetwork, '-').slice(0, longestName),
    connectTimeout: connectTimeoutSeconds,
    transportConnectTimeout: connectTimeoutSeconds,
  };
}

/** A descriptor. The driver verifies the chain of a certificate in any case, and its name when it is told to. Every part of it was checked to be a name. */
export function connectStringOf({ host, port, tls, place }: OracleOptions, service?: string): string {
  if (place.kind === 'descriptor') return place.text;
  const called = service !== undefined ? `(SERVICE_NAME=${service})` : `(${place.kind === 'sid' ? 'SID' : 'SERVICE_NAME'}=${place.name})`;
  const protocol = tls.mode === 'disable' ? 'TCP' : 'TCPS';
  const security = tls.mode === 'disable' ? '' : `(SECURITY=(SSL_SERVER_DN_MATCH=${tls.mode === 'verify-full' ? 'ON' : 'OFF'}))`;
  const limits = `(TRANSPORT_CONNECT_TIMEOUT=${connectTimeoutSeconds})(RETRY_COUNT=0)`;
  return `(DESCRIPTION=${limits}(ADDRESS=(PROTOCOL=${protocol})(HOST=${host})(PORT=${port}))(CONNECT_DATA=${called})${security})`;
}

import { startFaultProxy } from '@lienthong/testbed';
import { type MongoServer, startMongoServer } from '@lienthong/testbed/mongodb';
import { type Db, MongoClient } from 'mongodb';
import type { MongodbInput } from '../src/index.ts';

/** A server to test against: for the names of tests, and how it comes. */
export interface Target {
  readonly label: string;
  readonly version: string;
  open(): Promise<TestServer>;
}

export interface TestServer extends AsyncDisposable {
  /** The adapter's options: through a proxy, which counts its connections and can cut them. */
  readonly input: MongodbInput & { readonly database: string };
  readonly db: Db;
  /** Another client of the test: for writing, past the proxy. */
  readonly client: MongoClient;
  /** `undefined` where a real server runs. */
  readonly wire: MongoServer | undefined;
  connections(): number;
  cut(): void;
  /** Ends every connection with a goodbye, as a server does that shuts down. */
  halfClose(): void;
}

/** Reads and follows, and nothing else. */
export const login = { user: 'lienthong', password: 'đọc và theo' };
const writer = { user: 'writer', password: 'ghi' };

export type WireOptions = Parameters<typeof startMongoServer>[0];

export async function openWire(options: NonNullable<WireOptions> = {}): Promise<TestServer> {
  const users = {
    [login.user]: { password: login.password, commands: 'all' as const },
    [writer.user]: { password: writer.password, commands: 'all' as const },
  };
  const wire = await startMongoServer({ users, ...options });
  const client = new MongoClient(wire.uri, {
    auth: { username: writer.user, password: writer.password },
    ...(options.tls === undefined ? {} : { tls: true, tlsAllowInvalidCertificates: true }),
  });
  return openOn(client, wire.hosts[0] ?? '', login, 'lienthong', wire);
}

/** Everything a test made is in a database of its own, which is dropped. */
async function openOn(
  client: MongoClient,
  host: string,
  account: { readonly user?: string; readonly password?: string },
  database: string,
  wire: MongoServer | undefined,
): Promise<TestServer> {
  await client.connect();
  const [name = '', port = '27017'] = host.split(':');
  const proxy = await startFaultProxy({ target: { host: name, port: Number(port) } });
  const db = client.db(database);
  return {
    input: { host: proxy.host, port: proxy.port, direct: true, database, ...account },
    ...{ db, client, wire },
    connections: () => proxy.connections,
    cut: () => proxy.cut(),
    halfClose: () => proxy.halfClose(),
    [Symbol.asyncDispose]: async () => {
      await proxy.close();
      if (wire === undefined) await db.dropDatabase();
      await client.close();
      await wire?.[Symbol.asyncDispose]();
    },
  };
}

/** The wire server as the newest version that was looked at closely, and as the oldest that is supported. */
const wires = ['7.0.14', '4.4.29'].map(
  (version): Target => ({ label: `the wire server as MongoDB ${version}`, version, open: () => openWire({ version }) }),
);

/** What a client of a cluster sees. */
export const router: Target = {
  label: 'the wire server as a router of MongoDB 7.0.14',
  version: '7.0.14',
  open: () => openWire({ version: '7.0.14', router: true }),
};

/** `mongodb://user:password@host:port/?authSource=admin` of a replica set's primary, with an account that may do everything. */
const url = process.env['LIENTHONG_TEST_MONGODB_URL'];

function real(text: string): Target {
  const { hostname, port, username, password } = new URL(text);
  const account = username === '' ? {} : { user: decodeURIComponent(username), password: decodeURIComponent(password) };
  return {
    label: 'your MongoDB',
    version: '',
    open: () =>
      openOn(
        new MongoClient(text, { directConnection: true }),
        `${hostname}:${port === '' ? 27_017 : port}`,
        account,
        `lienthong_${process.pid}`,
        undefined,
      ),
  };
}

export const everywhere: readonly Target[] = url === undefined ? wires : [...wires, real(url)];

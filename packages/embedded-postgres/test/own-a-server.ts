// Started by the tests as a process of its own, which they then kill: it holds a server and says where.
import { startPostgres } from '../src/index.ts';

const directory = process.argv[2];
const server = await startPostgres({ directory });
process.stdout.write(`${JSON.stringify({ pid: server.pid, directory: server.directory, connectionString: server.connectionString })}\n`);
setInterval(() => undefined, 60_000);

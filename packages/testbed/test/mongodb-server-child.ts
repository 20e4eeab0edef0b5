import { startMongoServer } from '../src/mongodb/index.ts';

/** A server in a process of its own, so that a test can kill it: arguments are folder and port, the answer its URI. */
const [directory = '', port = '0'] = process.argv.slice(2);
const server = await startMongoServer({ directory, port: Number(port) });
process.stdout.write(`${server.uri}\n`);

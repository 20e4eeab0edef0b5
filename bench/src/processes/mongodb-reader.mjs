// The bare driver: every document, or every event behind a token, decoded and thrown away.
// LIENTHONG_BENCH_READER is `{ uri, database, collection, after, count }`; it ends with 0 behind so many, and with 1 when there are others.
import { MongoClient } from 'mongodb';

const { uri, database, collection, after, count } = JSON.parse(process.env.LIENTHONG_BENCH_READER);
const silenceMs = 20_000;
const client = new MongoClient(uri);
const source = client.db(database);
const items = after === undefined ? source.collection(collection).find() : source.watch([], { startAfter: after, batchSize: 1_000 });
let seen = 0;
// A stream that has nothing more waits for ever: told as what it is.
let before = -1;
setInterval(() => {
  if (seen === before) leave();
  before = seen;
}, silenceMs);
for await (const item of items) {
  if (item !== null) seen += 1;
  if (after !== undefined && seen === count) leave();
}
leave();

/** At once: closing is not measured. */
function leave() {
  if (seen !== count) console.error(`the bare driver saw ${seen} of ${count}`);
  process.exit(seen === count ? 0 : 1);
}

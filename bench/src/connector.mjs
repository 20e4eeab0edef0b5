import { join } from 'node:path';
import { agency, citizens } from './dataset.mjs';
import { startChild } from './processes/child.mjs';

/**
 * A connector process over the setting's citizens, opened and not yet running. Each `name` is a connector of its own: state
 * directory, slot, publication and stream. Defaults everywhere: what is measured is what people get. `dictionary: false`: none;
 * `national`: what its platform's `expectMessages` gave, and the data type; `server`: one of `mysql/server.mjs`, `mongodb/server.mjs`, `sqlserver/server.mjs` or `oracle/server.mjs` as the source.
 */
export async function openConnector(
  setting,
  { name, table = 'citizen', dataset = citizens, dictionary = true, run = {}, until = 'end', silent = false, server, national },
) {
  const child = startChild('./connector-process.mjs');
  const { platform, keys } = setting;
  child.tell({
    options: {
      agency,
      state: join(setting.folder, `state-${name}`),
      platform: silent ? undefined : national === undefined ? signed(platform, keys) : told(platform, national),
      datasets: [
        {
          contract: dataset.contract,
          from: server?.table ?? `public.${table}`,
          mapping: { properties: server?.mapping ?? dataset.mapping },
          read: { kind: 'changes' },
          ...(national === undefined ? {} : { national: { dataType: national.dataType } }),
        },
      ],
    },
    source: {
      name: streamOf(name),
      ...(server === undefined
        ? { kind: 'postgres', adapter: { connectionString: setting.connectorUrl, slot: slotOf(name), publication: slotOf(name) } }
        : { kind: server.kind, adapter: server.adapter }),
    },
    silent,
    dictionary,
    run,
    until,
  });
  await child.hear('ready');
  return {
    pid: child.pid,
    run: () => child.tell({ kind: 'run' }),
    stop: () => child.tell({ kind: 'stop' }),
    /** It has begun to read the log. */
    following: () => child.hear('following'),
    finished: () => child.hear('finished'),
    /** What it has done so far. */
    story: () => ask(child),
    /** It has receipts for so many records. */
    async delivered(count) {
      while ((await ask(child)).delivered < count) await new Promise((resolve) => setTimeout(resolve, 50));
    },
    /** The run is over: the receipts it saw, by the sequence of their batch and the time in microseconds. */
    ended: () => child.hear('ended'),
    leave: () => child.leave(),
  };
}

function signed({ url, keyId, receiptKey }, { privateKey }) {
  return { url, key: { keyId, privateKey }, receiptKey };
}

/** As the national message, in requests as large as the platform takes them. */
function told({ url }, { clientId, clientSecret }) {
  const oauth = { tokenUrl: `${url}/v1/national/token`, clientId, clientSecret };
  return { profile: 'qcvn-09-2025-bca', url, path: '/v1/national/messages', oauth, recordsPerRequest: 5_000 };
}

function ask(child) {
  child.tell({ kind: 'count' });
  return child.hear('count');
}

/** Name of the connector's source, and with it of the stream, as the platform knows it. */
export function streamOf(name) {
  return `bench-${name}`;
}

export function slotOf(name) {
  return `bench_${name.replaceAll('-', '_')}`;
}

/** A slot that nobody reads any more keeps log for nobody. */
export async function dropSlot({ client }, slot) {
  const until = Date.now() + 10_000;
  for (;;) {
    const { rows } = await client.query('select active from pg_replication_slots where slot_name = $1', [slot]);
    if (rows.length === 0) return;
    if (!rows[0].active) {
      await client.query('select pg_drop_replication_slot($1)', [slot]);
      return;
    }
    if (Date.now() > until) throw new Error(`the slot ${slot} is still read by somebody`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

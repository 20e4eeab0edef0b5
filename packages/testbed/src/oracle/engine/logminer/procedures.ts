import { OracleError, type OracleValue } from '../../engine.ts';
import type { ExtensionSession, Procedure } from '../extensions.ts';
import { quote } from '../quote.ts';
import { demandMining, keepMiningSession, type Log, type MinedFile, miningSession, openLogs, options } from './mining-session.ts';

const add = { new: 1, remove: 2, add: 3 } as const;

/** DBMS_LOGMNR: constants by their documented numbers. */
export const logMinerConstants: Readonly<Record<string, number>> = {
  'DBMS_LOGMNR.NEW': add.new,
  'DBMS_LOGMNR.REMOVEFILE': add.remove,
  'DBMS_LOGMNR.ADDFILE': add.add,
  'DBMS_LOGMNR.VALID_SQL': 0,
  'DBMS_LOGMNR.INVALID_SQL': 2,
  'DBMS_LOGMNR.UNGUARANTEED_SQL': 3,
  'DBMS_LOGMNR.CORRUPTED_BLK_IN_REDO': 4,
  'DBMS_LOGMNR.ASSEMBLY_REQUIRED_SQL': 5,
  ...Object.fromEntries(Object.entries(options).map(([name, value]) => [`DBMS_LOGMNR.${name}`, value])),
};

export const logMinerProcedures: Readonly<Record<string, Procedure>> = {
  'DBMS_LOGMNR.ADD_LOGFILE': {
    parameters: [
      { name: 'LOGFILENAME', type: 'text' },
      { name: 'OPTIONS', type: 'number', default: String(add.add) },
    ],
    guarded: true,
    run: addFile,
  },
  'DBMS_LOGMNR.REMOVE_LOGFILE': {
    parameters: [{ name: 'LOGFILENAME', type: 'text' }],
    guarded: true,
    run: (session, values) => removeFile(session, textOf(values.get('LOGFILENAME'))),
  },
  'DBMS_LOGMNR.START_LOGMNR': {
    parameters: [
      { name: 'STARTSCN', type: 'number', default: '0' },
      { name: 'ENDSCN', type: 'number', default: '0' },
      { name: 'STARTTIME', type: 'date', default: null },
      { name: 'ENDTIME', type: 'date', default: null },
      { name: 'DICTFILENAME', type: 'text', default: null },
      { name: 'OPTIONS', type: 'number', default: '0' },
    ],
    guarded: true,
    run: start,
  },
  'DBMS_LOGMNR.END_LOGMNR': { parameters: [], guarded: true, run: end },
};

async function addFile(session: ExtensionSession, values: ReadonlyMap<string, OracleValue>): Promise<undefined> {
  const name = textOf(values.get('LOGFILENAME'));
  const option = Number(values.get('OPTIONS'));
  if (option === add.remove) return removeFile(session, name);
  if (option !== add.new && option !== add.add) throw new OracleError(1285, `error reading file ${name}`);
  const files = option === add.new ? [] : (miningSession(session)?.files ?? []);
  const file = await fileNamed(session, name);
  if (files.some((known) => known.incarnation === file.incarnation && known.thread === file.thread && known.sequence === file.sequence))
    throw new OracleError(1289, `cannot add duplicate logfile ${name}`);
  if (files.some((known) => known.incarnation !== file.incarnation))
    throw new OracleError(1287, `file ${name} is from a different database incarnation`);
  // A list that has changed must be started again.
  keepMiningSession(session, { files: [...files, file], started: undefined });
  return undefined;
}

async function fileNamed(session: ExtensionSession, name: string): Promise<MinedFile> {
  const { rows } = await session.query(`select incarnation, thread, sequence, false from redo.online_logs where member = ${quote(name)}
    union all select incarnation, thread, sequence, true from redo.archived_logs where name = ${quote(name)} and not removed`);
  const [incarnation, thread, sequence, isArchived] = rows[0] ?? [];
  if (incarnation === undefined) throw new OracleError(1284, `file ${name} cannot be opened`);
  return { name, incarnation: Number(incarnation), thread: Number(thread), sequence: Number(sequence), isArchived: isArchived === 't' };
}

async function removeFile(session: ExtensionSession, name: string): Promise<undefined> {
  const files = miningSession(session)?.files ?? [];
  const left = files.filter((file) => file.name !== name);
  if (left.length === files.length) throw new OracleError(1290, `cannot remove unlisted logfile ${name}`);
  keepMiningSession(session, { files: left, started: undefined });
  return undefined;
}

async function start(session: ExtensionSession, values: ReadonlyMap<string, OracleValue>): Promise<undefined> {
  demandMining(session);
  await demandPlace(session);
  const chosen = Number(values.get('OPTIONS'));
  refuseOptions(chosen, values.get('DICTFILENAME'));
  const files = miningSession(session)?.files ?? [];
  const logs = await openLogs(session, files);
  if (logs.length === 0) throw new OracleError(1292, 'no log file has been specified for the current LogMiner session');
  const from = await scnOf(session, values.get('STARTSCN'), values.get('STARTTIME'));
  const low = from ?? least(logs.map(({ first }) => first)) ?? 0n;
  const high = await scnOf(session, values.get('ENDSCN'), values.get('ENDTIME'));
  if (high !== undefined && low > high) throw new OracleError(1281, 'SCN range specified is invalid');
  // A thread of which no file was given is not missed: what it holds is just not there.
  const threads = [...new Set(logs.map(({ thread }) => thread))];
  for (const thread of threads) {
    const own = logs.filter((log) => log.thread === thread);
    if (!isWhole(own, from, high ?? low)) throw missing();
  }
  const next = least(threads.flatMap((thread) => logs.findLast((log) => log.thread === thread)?.next ?? []));
  keepMiningSession(session, { files, started: { low, high, options: chosen, logs: { next, threads } } });
  return undefined;
}

/** Before 21c a pluggable database has no log of its own to mine. */
async function demandPlace(session: ExtensionSession): Promise<void> {
  const { rows } = await session.query(
    `select n.con_id > 1 and split_part(p.value, '.', 1)::int < 21 from cat.containers n, cat.parameters p where n.name = ${quote(session.container)} and p.name = 'compatible'`,
  );
  if (rows[0]?.[0] === 't') throw new OracleError(65_040, 'operation not allowed from within a pluggable database');
}

/** One log of a thread behind the other, from where the window begins to where it ends. */
function isWhole(logs: readonly Log[], from: bigint | undefined, to: bigint): boolean {
  const [first, last] = [logs[0], logs[logs.length - 1]];
  const isRow = logs.every((log, place) => place === 0 || log.sequence === (logs[place - 1]?.sequence ?? 0) + 1);
  const beginsInTime = from === undefined || (first !== undefined && from >= first.first);
  return isRow && beginsInTime && (last?.next === undefined || to < last.next);
}

function least(values: readonly bigint[]): bigint | undefined {
  return values.length === 0 ? undefined : values.reduce((a, b) => (a < b ? a : b));
}

const missing = (): OracleError => new OracleError(1291, 'missing logfile');

function refuseOptions(chosen: number, dictionary: OracleValue | undefined): void {
  if ((chosen & options.CONTINUOUS_MINE) !== 0)
    throw new OracleError(44609, 'CONTINUOUS_MINE is desupported for use with DBMS_LOGMNR.START_LOGMNR.');
  if ((chosen & options.DICT_FROM_REDO_LOGS) !== 0) throw new OracleError(1371, 'Complete LogMiner dictionary not found');
  if ((chosen & options.DDL_DICT_TRACKING) !== 0 && (chosen & options.DICT_FROM_ONLINE_CATALOG) !== 0)
    throw new OracleError(1298, 'conflicting dictionary option');
  if (textOf(dictionary) !== '')
    throw new OracleError(1294, 'error occurred while processing information in dictionary file, possible dictionary corruption');
}

/** Undefined without a bound: 0 is none. */
async function scnOf(
  session: ExtensionSession,
  bound: OracleValue | undefined,
  time: OracleValue | undefined,
): Promise<bigint | undefined> {
  const scn = textOf(bound);
  if (scn !== '' && scn !== '0') {
    if (!/^\d+$/.test(scn)) throw new OracleError(1281, 'SCN range specified is invalid');
    return BigInt(scn);
  }
  if (typeof time !== 'string') return undefined;
  // A DATE of the server's clock.
  const { rows } = await session.query(
    `select coalesce(min(scn), (select last_value from ora.scns)) from redo.records where ora.local(at) >= extract(epoch from ${quote(time)}::timestamp)`,
  );
  return BigInt(rows[0]?.[0] ?? '0');
}

function end(session: ExtensionSession): Promise<undefined> {
  if (miningSession(session) === undefined) throw new OracleError(1307, 'no LogMiner session is currently active');
  keepMiningSession(session, undefined);
  return Promise.resolve(undefined);
}

/** A value's text, empty for NULL. */
function textOf(value: OracleValue | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

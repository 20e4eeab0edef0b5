import {
  type Execution,
  type OracleEngine,
  OracleError,
  type OracleRequest,
  type OracleType,
  type OracleValue,
} from '@lienthong/testbed/oracle';

export const password = 'đọc-số-1';

export interface Answer {
  readonly types: readonly OracleType[];
  readonly rows: readonly (readonly OracleValue[])[];
}

/** By what a statement has in it; `undefined` is an empty answer without columns. */
export type Script = (request: OracleRequest, signal: AbortSignal) => Promise<Answer | undefined> | Answer | undefined;

export const text: OracleType = { name: 'varchar2', length: 4000 };
export const number: OracleType = { name: 'number', precision: 0, scale: -127 };

/** Knows who may log in and what it is called; everything else says the script. */
export function scriptedEngine(script: Script = () => undefined): OracleEngine {
  const target = { serviceName: 'hotich', instanceName: 'hotich1', container: 'HOTICH', databaseName: 'HOTICH' };
  return {
    database: { version: '19.3.0.0.0', characterSet: 'AL32UTF8', nationalCharacterSet: 'AL16UTF16' },
    find: (kind, name) => (name.toLowerCase() === (kind === 'service' ? 'hotich' : 'ht') ? target : undefined),
    password: (_, user) => (user === 'LIENTHONG' || user === 'LOCKED' ? password : undefined),
    connect: (login) => {
      if (login.user === 'LOCKED') return Promise.reject(new OracleError(28000, 'The account is locked.'));
      return Promise.resolve({
        inTransaction: false,
        currentSchema: 'LIENTHONG',
        execute: async (request, signal) => execution(await answerOf(script, request, signal)),
        describe: () => Promise.resolve([]),
        commit: () => Promise.resolve(),
        rollback: () => Promise.resolve(),
        close: () => Promise.resolve(),
      });
    },
    close: () => Promise.resolve(),
  };
}

async function answerOf(script: Script, request: OracleRequest, signal: AbortSignal): Promise<Answer | undefined> {
  const answer = await script(request, signal);
  if (answer !== undefined || !request.text.includes("'SESSION_USER'")) return answer;
  return { types: [text, text, text, text, text], rows: [['HOTICH', 'HOTICH', '0', 'PRIMARY', 'LIENTHONG']] };
}

function execution(answer: Answer | undefined): Execution {
  if (answer === undefined) return { cursor: undefined, rowCount: 0, outputs: new Map() };
  let at = 0;
  return {
    cursor: {
      columns: answer.types.map((type, index) => ({ name: `C${index}`, type, nullable: true })),
      fetch: (count) => {
        const rows = answer.rows.slice(at, at + count);
        at += rows.length;
        return Promise.resolve(rows);
      },
      close: () => Promise.resolve(),
    },
    rowCount: 0,
    outputs: new Map(),
  };
}

import { type Bind, type Execution, OracleError, type OracleRequest, type OracleSession } from '../engine.ts';
import type { Bound } from './binding/bound.ts';
import { type BoundQuery, withBinds } from './binding/context.ts';
import { emptyScope } from './binding/scope.ts';
import { runDefinition } from './definitions/index.ts';
import { isOutdated, translateError } from './errors.ts';
import { runBlock } from './run/blocks.ts';
import { type Kept, keptWhile } from './run/kept.ts';
import type { Run } from './run/run.ts';
import { type PreparedWrite, runWrite, type Write } from './run/writes.ts';
import { tableName } from './storage/tables.ts';
import type { Query } from './syntax/ast.ts';
import type { Statement } from './syntax/statement-ast.ts';
import { type Parsed, parseStatement } from './syntax/statements.ts';

export interface SessionParts {
  readonly run: Run;
  /** What texts are parsed to, for all sessions. */
  readonly parsed: Kept<Parsed>;
  /** Throws when a fault wants this statement to fail. */
  fault(text: string): void;
  /** Asks PostgreSQL to end what the session is doing. */
  cancel(): Promise<void>;
  closed(): Promise<void>;
}

export function openSession({ run, parsed, fault, cancel, closed }: SessionParts): OracleSession {
  let isOpen = true;
  /** The statement that ran last changes rows that are there. */
  let setsRows = false;
  const queries = keptWhile<BoundQuery>(() => run.facts);
  const writes = keptWhile<PreparedWrite>(() => run.facts);
  /** A statement of a block has other variables each time, and no text. */
  const remembered = <Value>(kept: Kept<Value>, text: string, binds: readonly Bind[], make: () => Value): Value =>
    text === '' ? make() : kept.get(`${text}\n${JSON.stringify(binds.map(({ type }) => type))}`, make);
  const parse = (text: string): Parsed => parsed.get(text, () => parseStatement(text, run.facts));
  const signals: { current: AbortSignal | undefined } = { current: undefined };

  const executeStatement = async (
    statement: Statement,
    text: string,
    rows: readonly (readonly Bind[])[],
    variables?: ReadonlyMap<string, Bound>,
  ): Promise<Execution> => {
    const first = rows[0] ?? [];
    switch (statement.kind) {
      case 'query':
        return query(statement.query, text, first, variables);
      case 'insert':
      case 'insert all':
      case 'update':
      case 'delete':
      case 'merge':
        setsRows = statement.kind === 'update' || (statement.kind === 'merge' && statement.insert === undefined);
        return {
          cursor: undefined,
          ...(await runWrite(run, statement, rows, variables, (make) => remembered(writes, text, first, make))),
        };
      case 'block': {
        const frame = {
          run,
          binds: [...first],
          variables: new Map(),
          written: new Set<number>(),
          execute: (inner: Statement, binds: readonly Bind[], known: ReadonlyMap<string, Bound>) =>
            executeStatement(inner, '', [binds], known),
          immediate: (inner: string, binds: readonly Bind[]) => executeText(inner, [binds]),
        };
        await runBlock(frame, statement.block);
        return { ...nothing, outputs: new Map([...frame.written].map((place) => [place, [frame.binds[place]?.value ?? null]])) };
      }
      default:
        await control(statement, text);
        return nothing;
    }
  };

  const query = async (of: Query, text: string, binds: readonly Bind[], variables?: ReadonlyMap<string, Bound>): Promise<Execution> => {
    try {
      return await openQuery(of, text, binds, variables);
    } catch (error) {
      if (!isOutdated(error)) throw error;
      // Translated before a definition was changed, and executed behind it: a server would have parsed it again.
      await run.refresh();
      return await openQuery(of, text, binds, variables);
    }
  };

  const openQuery = async (of: Query, text: string, binds: readonly Bind[], variables?: ReadonlyMap<string, Bound>): Promise<Execution> => {
    const context = run.context(
      binds.map(({ type }) => type),
      variables,
    );
    const translated = remembered(queries, text, binds, () => context.query(of, emptyScope));
    const sql = withBinds(translated.sql, run.literals(binds));
    if (of.lock !== undefined) {
      const seconds = of.lock.seconds;
      await run.transactions.lock(
        `${seconds === undefined ? '' : `set local lock_timeout = '${Math.max(seconds, 0.001)}s'; `}select 1`,
        context.facts.container,
      );
    }
    const cursor = await run.cursors.open({ ...translated, sql }, context.facts.characterSet, context.facts.sessionOffset, guard);
    return { ...nothing, cursor };
  };

  const control = async (statement: Exclude<Statement, { kind: 'query' | 'block' } | Write>, text: string): Promise<void> => {
    const { transactions } = run;
    switch (statement.kind) {
      case 'commit':
        return transactions.commit();
      case 'rollback':
        return statement.to === undefined ? transactions.rollback() : transactions.rollbackTo(statement.to);
      case 'savepoint':
        return transactions.savepoint(statement.name);
      case 'set transaction':
        return transactions.begin(statement.mode);
      case 'lock table': {
        const object = run.context([]).object(statement.table);
        const mode =
          statement.mode.includes('EXCLUSIVE') && !statement.mode.includes('ROW')
            ? 'exclusive'
            : statement.mode === 'SHARE'
              ? 'share'
              : 'row exclusive';
        await transactions.lock(
          `lock table ${tableName(object.id)} in ${mode} mode${statement.nowait ? ' nowait' : ''}`,
          run.facts.container,
        );
        return;
      }
      case 'alter session':
        for (const [name, value] of statement.settings) await setting(name, value);
        return;
      case 'command':
        return command(statement.text);
      default:
        return runDefinition(run, statement, text);
    }
  };

  const setting = async (name: string, value: string): Promise<void> => {
    if (name === 'CURRENT_SCHEMA') {
      if (!run.catalog().users.has(value)) throw new OracleError(1435, 'user does not exist');
      return run.schema(value);
    }
    if (name === 'CONTAINER') return run.enter(value);
    run.setting(name, value);
  };

  const command = async (text: string): Promise<void> => {
    const plain = text
      .replaceAll(/--[^\n]*|\/\*[\s\S]*?\*\//g, ' ')
      .trim()
      .replaceAll(/\s+(?=(?:[^']*'[^']*')*[^']*$)/g, ' ')
      .replaceAll(/[^']+(?=(?:[^']*'[^']*')*[^']*$)/g, (part) => part.toUpperCase());
    for (const { commands } of run.rooms) {
      for (const { pattern, privilege, run: execute } of commands ?? []) {
        const match = pattern.exec(plain);
        if (match === null) continue;
        if (privilege !== undefined && !run.extension.has(privilege)) throw new OracleError(1031, 'insufficient privileges');
        return execute(run.extension, match);
      }
    }
    throw new OracleError(900, 'invalid SQL statement', { offset: 0 });
  };

  const executeText = async (text: string, rows: readonly (readonly Bind[])[]): Promise<Execution> => {
    fault(text);
    await run.refresh();
    const { statement, binds } = parse(text);
    if (binds.length > (rows[0]?.length ?? 0)) throw new OracleError(1008, 'not all variables bound');
    await prepareViews(text);
    return executeStatement(statement, text, rows);
  };

  /** Views that have something to do before they are read. */
  const prepareViews = async (text: string): Promise<void> => {
    const upper = text.toUpperCase();
    for (const { views } of run.rooms)
      for (const [name, { prepare }] of Object.entries(views ?? {}))
        if (prepare !== undefined && upper.includes(name)) await prepare(run.extension);
  };

  const guard = (error: unknown): Error => {
    if (signals.current?.aborted === true) return new OracleError(1013, 'user requested cancel of current operation');
    return translateError(error, run.catalog(), setsRows);
  };

  const gathered = async ({ text, binds }: OracleRequest): Promise<Execution> => {
    let [rowCount, rowId] = [0, undefined as string | undefined];
    const batchErrors: { row: number; error: OracleError }[] = [];
    for (const [row, values] of binds.entries()) {
      try {
        const done = await executeText(text, [values]);
        rowCount += done.rowCount;
        rowId = done.rowId ?? rowId;
      } catch (error) {
        const told = guard(error);
        if (!(told instanceof OracleError) || told.isFatal || told.number === 1013) throw told;
        batchErrors.push({ row, error: told });
      }
    }
    return { ...nothing, rowCount, rowId, batchErrors };
  };

  return {
    get inTransaction() {
      return run.transactions.isOpen;
    },
    get currentSchema() {
      return run.facts.schema;
    },
    execute: async (request, signal) => {
      if (!isOpen) throw new OracleError(1012, 'not logged on', { isFatal: true });
      signal.throwIfAborted();
      signals.current = signal;
      let stopping: NodeJS.Timeout | undefined;
      let cancelled: Promise<void> = Promise.resolve();
      // Again and again: a cancel that comes between two statements is lost.
      const stop = (): void => {
        cancelled = cancel().catch(() => undefined);
        stopping = setTimeout(stop, 50);
      };
      signal.addEventListener('abort', stop, { once: true });
      try {
        const done =
          request.gatherErrors === true && request.binds.length > 1
            ? await gathered(request)
            : await executeText(request.text, request.binds);
        if (request.commit) await run.transactions.commit();
        return done;
      } catch (error) {
        throw guard(error);
      } finally {
        signal.removeEventListener('abort', stop);
        clearTimeout(stopping);
        // One that is on its way would meet whatever runs next on this connection.
        await cancelled;
      }
    },
    describe: async (text) => {
      await run.refresh();
      const { statement, binds } = parse(text);
      if (statement.kind !== 'query') return [];
      const { columns } = run.context(binds.map(() => ({ name: 'varchar2', length: 4000 }))).query(statement.query, emptyScope);
      return columns.map(({ name, value }) => ({ name, type: value.type, nullable: value.nullable }));
    },
    commit: () => run.transactions.commit(),
    rollback: () => run.transactions.rollback(),
    close: async () => {
      if (!isOpen) return;
      isOpen = false;
      await run.transactions.rollback().catch(() => undefined);
      await closed();
    },
  };
}

const nothing: Execution = { cursor: undefined, rowCount: 0, outputs: new Map() };

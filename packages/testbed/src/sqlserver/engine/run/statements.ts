import { SqlServerError } from '../../engine.ts';
import { emptyScope } from '../binding/scope.ts';
import { cdcProcedures } from '../cdc/procedures.ts';
import { definition } from '../definitions/define.ts';
import { truncateTable } from '../definitions/tables.ts';
import type { Expression, Statement } from '../syntax/ast.ts';
import { convert } from '../translate/convert.ts';
import { setOption } from './options.ts';
import { runProcedure } from './procedures.ts';
import { runQuery } from './queries.ts';
import type { Run } from './session-state.ts';
import { runDeclare, runSet } from './variables.ts';
import { runDelete, runInsert, runUpdate } from './writes.ts';

/** One statement of a batch. */
export async function runStatement(run: Run, statement: Statement): Promise<void> {
  const define = definition(run, statement);
  if (define !== undefined) return change(run, define);
  switch (statement.kind) {
    case 'query':
      return runQuery(run, statement.query);
    case 'insert':
      return runInsert(run, statement);
    case 'update':
      return runUpdate(run, statement);
    case 'delete':
      return runDelete(run, statement);
    case 'declare':
      await runDeclare(run, statement);
      return;
    case 'set':
      await runSet(run, statement.variable, statement.value);
      return run.sink.done(undefined);
    case 'truncate': {
      const object = run.context().object(statement.table);
      run.context().demand('ALTER', object);
      return change(run, () => truncateTable(run, object));
    }
    case 'execute':
      return change(run, () => runProcedure(run, statement, cdcProcedures));
    case 'executeText':
      return runText(run, statement.text);
    default:
      await control(run, statement);
      return run.sink.done(undefined);
  }
}

/** `exec (…)`; NULL is no text. */
async function runText(run: Run, text: readonly Expression[]): Promise<void> {
  const national = { name: 'nvarchar', length: 'max', collation: run.state.database.collation } as const;
  const parts = text.map((part) => convert(run.context().expression(part, emptyScope), national).sql);
  const { rows } = await run.sql(`select concat(${parts.join(', ')})`);
  await run.batch(rows[0]?.[0] ?? '');
}

/** Definitions are all or nothing, and every session sees them at once. */
async function change(run: Run, work: () => Promise<void>): Promise<void> {
  try {
    await run.transactions.atomically(work);
  } finally {
    run.server.definitionsChanged();
  }
  run.sink.done(undefined);
}

async function control(run: Run, statement: Statement): Promise<void> {
  const { state, transactions } = run;
  switch (statement.kind) {
    case 'option':
      return setOption(run, statement);
    case 'begin':
      await transactions.begin(state.isolation);
      return;
    case 'save':
      return transactions.save(statement.name ?? '');
    case 'commit':
      return transactions.commit();
    case 'rollback':
      await transactions.rollback(statement.name);
      return run.server.definitionsChanged();
    case 'use': {
      const database = (await run.server.refresh()).get(statement.database.toLowerCase());
      if (database === undefined)
        throw new SqlServerError(911, `Database '${statement.database}' does not exist. Make sure that the name is entered correctly.`, {
          line: statement.line,
        });
      state.database = database;
      return run.sink.database(database.name);
    }
    case 'if': {
      const { rows } = await run.sql(`select ${run.context().condition(statement.condition, emptyScope)}`);
      for (const inner of rows[0]?.[0] === 't' ? statement.body : statement.otherwise) await run.statement(inner);
      return;
    }
    case 'print': {
      const { rows } = await run.sql(`select (${run.context().expression(statement.value, emptyScope).sql})::text`);
      return run.sink.info({ number: 0, severity: 0, state: 1, message: rows[0]?.[0] ?? '', line: statement.line });
    }
    case 'raiserror': {
      const { rows } = await run.sql(`select (${run.context().expression(statement.message, emptyScope).sql})::text`);
      const message = rows[0]?.[0] ?? '';
      if (statement.severity < 11)
        return run.sink.info({ number: 50_000, severity: statement.severity, state: statement.state, message, line: statement.line });
      throw new SqlServerError(50_000, message, { severity: statement.severity, state: statement.state, line: statement.line });
    }
    case 'waitfor':
      return delay(statement.delay, run.signal);
    default:
      throw new SqlServerError(40510, `The statement ${statement.kind} is not supported by this server.`, { line: statement.line });
  }
}

/** `waitfor delay 'hh:mm:ss.mmm'`: ends at once when the request is cancelled. */
async function delay(text: string, signal: AbortSignal): Promise<void> {
  const { h = '0', m = '0', s = '0' } = /^(?<h>\d+):(?<m>\d+)(:(?<s>\d+(\.\d+)?))?$/.exec(text)?.groups ?? {};
  signal.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, ((Number(h) * 60 + Number(m)) * 60 + Number(s)) * 1000);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        reject(signal.reason instanceof Error ? signal.reason : new Error('The request was cancelled.'));
      },
      { once: true },
    );
  });
}

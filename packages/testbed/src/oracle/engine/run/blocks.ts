import { type Bind, type Execution, OracleError, type OracleType, type OracleValue } from '../../engine.ts';
import { type Bound, bound } from '../binding/bound.ts';
import { withBinds } from '../binding/context.ts';
import { emptyScope } from '../binding/scope.ts';
import type { Procedure } from '../extensions.ts';
import type { Call, Expression, Query } from '../syntax/ast.ts';
import type { Block, BlockStatement, Statement, Target } from '../syntax/statement-ast.ts';
import { convert } from '../translate/convert.ts';
import { decoder, literalOf } from '../values/codec.ts';
import { namedType, number, varchar2 } from '../values/types.ts';
import { clientSql } from './cursors.ts';
import type { Run } from './run.ts';

interface Variable {
  readonly type: OracleType;
  readonly value: OracleValue;
}

/** One run of a block: its variables, and what its binds have become. */
export interface Frame {
  readonly run: Run;
  readonly binds: Bind[];
  readonly variables: Map<string, Variable>;
  readonly written: Set<number>;
  /** A statement of SQL within the block, its binds by place. */
  readonly execute: (
    statement: Statement,
    binds: readonly Bind[],
    variables: ReadonlyMap<string, Bound>,
  ) => Promise<Omit<Execution, 'cursor'>>;
  /** A text of EXECUTE IMMEDIATE. */
  readonly immediate: (text: string, binds: readonly Bind[]) => Promise<Execution>;
}

export async function runBlock(frame: Frame, block: Block): Promise<void> {
  for (const { name, type, value } of block.variables) {
    const of = namedType(type, frame.run.facts.major);
    frame.variables.set(name, { type: of, value: value === undefined ? null : (await evaluate(frame, value, of)).value });
  }
  try {
    await runAll(frame, block.body);
  } catch (error) {
    const handler =
      error instanceof OracleError && !error.isFatal && error.number !== 1013
        ? block.handlers.find(({ names }) => names.some((name) => name === 'OTHERS' || handles[name] === error.number))
        : undefined;
    if (handler === undefined) throw error;
    frame.variables.set('SQLERRM', { type: varchar2(512), value: (error as OracleError).message });
    frame.variables.set('SQLCODE', { type: number, value: String(-(error as OracleError).number) });
    try {
      await runAll(frame, handler.body);
    } catch (inner) {
      throw inner === raised ? error : inner;
    }
  }
}

const raised = new Error('RAISE');
const handles: Readonly<Record<string, number>> = {
  NO_DATA_FOUND: 1403,
  TOO_MANY_ROWS: 1422,
  DUP_VAL_ON_INDEX: 1,
  ZERO_DIVIDE: 1476,
  INVALID_NUMBER: 1722,
};

async function runAll(frame: Frame, list: readonly BlockStatement[]): Promise<void> {
  for (const statement of list) await runOne(frame, statement);
}

async function runOne(frame: Frame, statement: BlockStatement): Promise<void> {
  switch (statement.kind) {
    case 'null':
      return;
    case 'raise':
      throw raised;
    case 'nested':
      return runBlock(frame, statement.block);
    case 'assign':
      return assign(frame, statement.target, statement.value as Expression);
    case 'call':
      return void (await callProcedure(frame, statement.call));
    case 'if':
      for (const { when, body } of statement.branches) if (await isTrue(frame, when)) return runAll(frame, body);
      return runAll(frame, statement.otherwise);
    case 'for': {
      const [from, to] = [await evaluate(frame, statement.from, number), await evaluate(frame, statement.to, number)];
      for (let at = Number(from.value); at <= Number(to.value); at++) {
        frame.variables.set(statement.variable, { type: number, value: String(at) });
        await runAll(frame, statement.body);
      }
      return;
    }
    case 'select into':
      return selectInto(frame, statement.query, statement.into);
    case 'immediate':
      return immediate(frame, statement);
    case 'sql': {
      const { outputs } = await frame.execute(statement.statement, frame.binds, literals(frame));
      for (const [place, values] of outputs) set(frame, { kind: 'bind', place }, values[values.length - 1] ?? null);
    }
  }
}

function literals({ run, variables }: Frame): ReadonlyMap<string, Bound> {
  const known = new Map<string, Bound>();
  for (const { constants } of run.rooms)
    for (const [name, value] of Object.entries(constants ?? {})) known.set(name, bound(`${value}::numeric`, number, false));
  for (const [name, { type, value }] of variables)
    known.set(name, bound(`(${literalOf(value, type, run.facts.characterSet, run.facts.sessionOffset)})`, type));
  return known;
}

async function ask(frame: Frame, sql: string): Promise<readonly (string | null)[] | undefined> {
  return (await frame.run.transactions.read(withBinds(sql, frame.run.literals(frame.binds)))).rows[0];
}

function contextOf(frame: Frame): ReturnType<Run['context']> {
  return frame.run.context(
    frame.binds.map(({ type }) => type),
    literals(frame),
  );
}

async function evaluate(frame: Frame, value: Expression, wanted: OracleType | undefined): Promise<Variable> {
  if (value.kind === 'call') {
    const result = await callFunction(frame, value);
    if (result !== undefined) return result;
  }
  const context = contextOf(frame);
  const found = context.expression(value, emptyScope);
  const of = wanted === undefined ? found : convert(context, found, wanted);
  const row = await ask(frame, `select ${clientSql(of.type, of.sql)}`);
  const text = row?.[0] ?? null;
  const { characterSet, sessionOffset } = frame.run.facts;
  return { type: of.type, value: text === null ? null : decoder(of.type, characterSet, sessionOffset)(text) };
}

async function isTrue(frame: Frame, when: Extract<BlockStatement, { kind: 'if' }>['branches'][number]['when']): Promise<boolean> {
  return (await ask(frame, `select ${contextOf(frame).condition(when, emptyScope)}`))?.[0] === 't';
}

function set(frame: Frame, target: Target, value: OracleValue): void {
  if (target.kind === 'variable') {
    const known = frame.variables.get(target.name);
    if (known === undefined) throw new OracleError(6550, `line 1, column 1:\nPLS-00201: identifier '${target.name}' must be declared`);
    frame.variables.set(target.name, { type: known.type, value });
    return;
  }
  const known = frame.binds[target.place];
  if (known === undefined) throw new OracleError(1008, 'not all variables bound');
  frame.binds[target.place] = { type: known.type, value };
  frame.written.add(target.place);
}

function typeOf(frame: Frame, target: Target): OracleType | undefined {
  return target.kind === 'bind' ? frame.binds[target.place]?.type : frame.variables.get(target.name)?.type;
}

async function assign(frame: Frame, target: Target, value: Expression): Promise<void> {
  set(frame, target, (await evaluate(frame, value, typeOf(frame, target))).value);
}

const argumentTypes: Readonly<Record<string, OracleType>> = {
  number,
  text: varchar2(32_767),
  date: { name: 'date' },
  timestamp: { name: 'timestamp', scale: 9 },
  raw: { name: 'raw', length: 32_767 },
  boolean: { name: 'boolean' },
};

function wrongArguments(name: string): OracleError {
  return new OracleError(
    6550,
    `line 1, column 7:\nPLS-00306: wrong number or types of arguments in call to '${name.split('.').pop() ?? name}'`,
  );
}

function targetOf(value: Expression): Target | undefined {
  if (value.kind === 'bind') return { kind: 'bind', place: value.place };
  return value.kind === 'name' ? { kind: 'variable', name: value.name.parts[0] ?? '' } : undefined;
}

/** Who may not execute a package does not even know it. */
function procedureNamed(run: Run, path: string): Procedure {
  const found = run.rooms.flatMap(({ procedures }) => procedures?.[path] ?? [])[0];
  const isKnown = found !== undefined && (found.guarded !== true || run.extension.hasOn('EXECUTE', path.split('.')[0] ?? ''));
  if (!isKnown) throw new OracleError(6550, `line 1, column 7:\nPLS-00201: identifier '${path}' must be declared`);
  return found;
}

async function callProcedure(frame: Frame, { name, arguments: list, names }: Call): Promise<Variable | undefined> {
  const { run } = frame;
  const path = name.parts.join('.').replace(/^SYS\./, '');
  const found = procedureNamed(run, path);
  const values = new Map<string, OracleValue>();
  const targets = new Map<string, Target>();
  for (const [index, value] of list.entries()) {
    const parameter = found.parameters.find((candidate, place) =>
      names[index] === undefined ? place === index : candidate.name === names[index],
    );
    if (parameter === undefined || values.has(parameter.name)) throw wrongArguments(path);
    const target = parameter.out === true ? targetOf(value) : undefined;
    if (target !== undefined) targets.set(parameter.name, target);
    values.set(parameter.name, parameter.out === true ? null : (await evaluate(frame, value, argumentTypes[parameter.type])).value);
  }
  for (const parameter of found.parameters) {
    if (values.has(parameter.name)) continue;
    if (parameter.default === undefined) throw wrongArguments(path);
    values.set(parameter.name, parameter.default);
  }
  const results = await found.run(run.extension, values);
  for (const [parameter, target] of targets) set(frame, target, results?.get(parameter) ?? null);
  return variableOf(results?.get('RETURN'));
}

function variableOf(result: OracleValue | undefined): Variable | undefined {
  if (result === undefined) return undefined;
  return { type: typeof result === 'string' && /^-?\d+$/.test(result) ? number : varchar2(4000), value: result };
}

/** A function that a room has; undefined when SQL knows it. */
async function callFunction(frame: Frame, call: Call): Promise<Variable | undefined> {
  const path = call.name.parts.join('.').replace(/^SYS\./, '');
  return frame.run.rooms.some(({ procedures }) => procedures?.[path] !== undefined) ? callProcedure(frame, call) : undefined;
}

async function selectInto(frame: Frame, query: Query, into: readonly Target[]): Promise<void> {
  const { sql, columns } = contextOf(frame).query(query, emptyScope);
  const list = columns.map(({ value }, index) => clientSql(value.type, `k${index + 1}`)).join(', ');
  const { rows } = await frame.run.transactions.read(withBinds(`select ${list} from (${sql}) q limit 2`, frame.run.literals(frame.binds)));
  const [row] = rows;
  if (row === undefined) throw new OracleError(1403, 'no data found');
  if (rows.length > 1) throw new OracleError(1422, 'exact fetch returns more than requested number of rows');
  const { characterSet, sessionOffset } = frame.run.facts;
  into.forEach((target, index) => {
    const text = row[index] ?? null;
    const type = columns[index]?.value.type ?? number;
    set(frame, target, text === null ? null : decoder(type, characterSet, sessionOffset)(text));
  });
}

async function immediate(frame: Frame, { text, using, into }: Extract<BlockStatement, { kind: 'immediate' }>): Promise<void> {
  const statement = await evaluate(frame, text, varchar2(32_767));
  const binds: Bind[] = [];
  for (const value of using) binds.push(await evaluate(frame, value, undefined));
  const { cursor } = await frame.immediate(typeof statement.value === 'string' ? statement.value : '', binds);
  if (cursor === undefined) return;
  const [row] = await cursor.fetch(1, new AbortController().signal);
  await cursor.close();
  if (row === undefined && into.length > 0) throw new OracleError(1403, 'no data found');
  into.forEach((target, index) => set(frame, target, row?.[index] ?? null));
}

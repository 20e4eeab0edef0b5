import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { Capabilities, OpenContext, Selection, SourceCore } from '@lienthong/core';
import { applicationName, type ColumnType, type Engine, type Fields } from './subject.ts';

/** What a check has to work with; whatever it opens is closed behind it. */
export interface Scene {
  readonly engine: Engine;
  /** Given when the check takes too long, so that a reader that hangs fails it. */
  readonly signal: AbortSignal;
  /** Waits a moment for something that an adapter may, and need not, do at once. */
  chance(isTaken: () => boolean): Promise<void>;
  /** A source of its own on the engine's database. */
  open(settings?: Partial<Pick<OpenContext, 'maxConnections'>>): Promise<AnySource>;
  /** A table of its own, and the selection of all its columns. */
  table(columns: Readonly<Record<string, ColumnType>>, key: readonly string[], rows?: readonly Fields[], name?: string): Promise<Selection>;
}

/** A check uses the capabilities that it needs, and no other. */
export type AnySource = SourceCore & Capabilities;

export interface OpenScene {
  readonly scene: Scene;
  end(): Promise<void>;
}

export interface Patience {
  /** A check that takes longer fails. */
  readonly patienceMs: number;
  /** The moment of `chance`. */
  readonly chanceMs: number;
}

export function openScene(engine: Engine, { patienceMs, chanceMs }: Patience): OpenScene {
  // One controller, held here: of AbortSignal.any, Node 20 may forget the parts.
  const ended = new AbortController();
  const { signal } = ended;
  const timer = setTimeout(() => ended.abort(new Error(`the check took longer than ${patienceMs} ms`)), patienceMs);
  setMaxListeners(0, signal); // ranges are read side by side
  const sources: SourceCore[] = [];
  return {
    scene: {
      engine,
      signal,
      chance: async (isTaken) => {
        for (const end = Date.now() + chanceMs; !isTaken() && Date.now() < end; ) await new Promise((resolve) => setTimeout(resolve, 5));
      },
      open: async (settings = {}) => {
        const source = await engine.adapter().open(contextOf(signal, settings));
        sources.push(source);
        return source as AnySource; // by the needs of the check; what is declared is there: a check of its own
      },
      table: async (columns, key, rows = [], name = `t_${randomBytes(5).toString('hex')}`) => {
        await engine.create({ name, columns, key });
        if (rows.length > 0) await engine.insert(name, rows);
        return { collection: { schema: engine.adapter().defaultSchema, name }, columns: Object.keys(columns), key };
      },
    },
    end: async () => {
      clearTimeout(timer);
      ended.abort(new Error('the check has ended'));
      for (const source of sources) await source.close().catch(() => undefined); // that closing works is a check of its own
    },
  };
}

export function contextOf(signal: AbortSignal, settings: Partial<Pick<OpenContext, 'maxConnections'>> = {}): OpenContext {
  return { signal, applicationName, maxConnections: settings.maxConnections ?? 4, statementTimeoutMs: 30_000 };
}

/** A name as hostile as the engine has them. */
export function hostileName({ namesWithoutQuotes }: Engine, name: string): string {
  return namesWithoutQuotes === true ? name.replaceAll('"', '*') : name;
}

import type { Call, Condition, Expression, Name, Query, TableSource, TypeName } from './ast.ts';

export type Value = Expression | 'default';

export interface Returning {
  readonly values: readonly Expression[];
  /** Places of binds. */
  readonly into: readonly number[];
}

/** `c = …` of SET. */
export interface Assignment {
  readonly columns: readonly string[];
  readonly value: Value;
  readonly at: number;
}

export type Statement =
  | { readonly kind: 'query'; readonly query: Query }
  | {
      readonly kind: 'insert';
      readonly table: Name;
      readonly columns: readonly string[];
      readonly source: readonly Value[] | Query;
      readonly returning: Returning | undefined;
    }
  | {
      readonly kind: 'update';
      readonly table: Name;
      readonly alias: string | undefined;
      readonly set: readonly Assignment[];
      readonly where: Condition | undefined;
      readonly returning: Returning | undefined;
    }
  | {
      readonly kind: 'delete';
      readonly table: Name;
      readonly alias: string | undefined;
      readonly where: Condition | undefined;
      readonly returning: Returning | undefined;
    }
  | {
      readonly kind: 'insert all';
      /** Without values, a table takes the query's columns. */
      readonly into: readonly {
        readonly table: Name;
        readonly columns: readonly string[];
        readonly values: readonly Value[] | undefined;
      }[];
      readonly query: Query;
    }
  | {
      readonly kind: 'merge';
      readonly table: Name;
      readonly alias: string | undefined;
      readonly using: TableSource;
      readonly on: Condition;
      readonly update: { readonly set: readonly Assignment[]; readonly where: Condition | undefined } | undefined;
      readonly insert:
        | { readonly columns: readonly string[]; readonly values: readonly Value[]; readonly where: Condition | undefined }
        | undefined;
    }
  | { readonly kind: 'commit' }
  | { readonly kind: 'rollback'; readonly to: string | undefined }
  | { readonly kind: 'savepoint'; readonly name: string }
  | { readonly kind: 'set transaction'; readonly mode: 'read only' | 'read write' | 'serializable' | 'read committed' }
  | { readonly kind: 'lock table'; readonly table: Name; readonly mode: string; readonly nowait: boolean }
  | { readonly kind: 'alter session'; readonly settings: readonly (readonly [name: string, value: string])[] }
  | { readonly kind: 'block'; readonly block: Block }
  | { readonly kind: 'command'; readonly text: string }
  | Definition;

export interface Block {
  readonly variables: readonly { readonly name: string; readonly type: TypeName; readonly value: Expression | undefined }[];
  readonly body: readonly BlockStatement[];
  readonly handlers: readonly { readonly names: readonly string[]; readonly body: readonly BlockStatement[] }[];
}

export type BlockStatement =
  | { readonly kind: 'call'; readonly call: Call }
  | { readonly kind: 'assign'; readonly target: Target; readonly value: Expression | Condition; readonly isCondition: boolean }
  | { readonly kind: 'immediate'; readonly text: Expression; readonly using: readonly Expression[]; readonly into: readonly Target[] }
  | { readonly kind: 'select into'; readonly query: Query; readonly into: readonly Target[] }
  | {
      readonly kind: 'for';
      readonly variable: string;
      readonly from: Expression;
      readonly to: Expression;
      readonly body: readonly BlockStatement[];
    }
  | {
      readonly kind: 'if';
      readonly branches: readonly { readonly when: Condition; readonly body: readonly BlockStatement[] }[];
      readonly otherwise: readonly BlockStatement[];
    }
  | { readonly kind: 'sql'; readonly statement: Statement }
  | { readonly kind: 'raise' }
  | { readonly kind: 'null' }
  | { readonly kind: 'nested'; readonly block: Block };

export type Target = { readonly kind: 'bind'; readonly place: number } | { readonly kind: 'variable'; readonly name: string };

export interface ColumnDefinition {
  readonly name: string;
  readonly type: TypeName | undefined;
  readonly default: { readonly text: string; readonly value: Expression } | undefined;
  readonly virtual: { readonly text: string; readonly value: Expression } | undefined;
  readonly identity: 'ALWAYS' | 'BY DEFAULT' | 'BY DEFAULT ON NULL' | undefined;
  readonly nullable: boolean | undefined;
  readonly hidden: boolean;
  readonly constraints: readonly ConstraintDefinition[];
}

export interface ConstraintDefinition {
  readonly name: string | undefined;
  readonly type: 'P' | 'U' | 'R' | 'C';
  readonly columns: readonly string[];
  readonly check: { readonly text: string; readonly condition: Condition } | undefined;
  readonly target: { readonly table: Name; readonly columns: readonly string[] } | undefined;
  readonly deleteRule: 'CASCADE' | 'SET NULL' | undefined;
  readonly disabled: boolean;
}

export interface LogGroup {
  readonly name: string | undefined;
  /** `ALL COLUMN LOGGING`, `PRIMARY KEY LOGGING`, `UNIQUE KEY LOGGING`, `FOREIGN KEY LOGGING`, `USER LOG GROUP`. */
  readonly type: string;
  readonly columns: readonly string[];
  readonly always: boolean;
}

export interface Partitioning {
  readonly type: 'RANGE' | 'LIST' | 'HASH';
  readonly columns: readonly string[];
  readonly partitions: readonly { readonly name: string; readonly bound: string }[];
  readonly interval: string | undefined;
}

export type TableChange =
  | { readonly kind: 'add column'; readonly column: ColumnDefinition }
  | { readonly kind: 'modify column'; readonly column: ColumnDefinition }
  | { readonly kind: 'drop column'; readonly name: string }
  | { readonly kind: 'rename column'; readonly name: string; readonly to: string }
  | { readonly kind: 'rename'; readonly to: string }
  | { readonly kind: 'add constraint'; readonly constraint: ConstraintDefinition }
  | { readonly kind: 'drop constraint'; readonly name: string | undefined }
  | { readonly kind: 'add log group' | 'drop log group'; readonly group: LogGroup }
  | { readonly kind: 'other' };

export type Definition =
  | {
      readonly kind: 'create table';
      readonly name: Name;
      readonly columns: readonly ColumnDefinition[];
      readonly constraints: readonly ConstraintDefinition[];
      readonly logGroups: readonly LogGroup[];
      readonly partitioning: Partitioning | undefined;
      readonly isIndexOrganized: boolean;
      readonly isTemporary: boolean;
      readonly query: Query | undefined;
    }
  | { readonly kind: 'alter table'; readonly name: Name; readonly changes: readonly TableChange[] }
  | { readonly kind: 'drop'; readonly type: string; readonly name: Name; readonly cascade: boolean }
  | { readonly kind: 'truncate'; readonly name: Name }
  | {
      readonly kind: 'create view';
      readonly name: Name;
      readonly columns: readonly string[];
      readonly replace: boolean;
      readonly query: Query;
      readonly text: string;
      readonly isMaterialized: boolean;
    }
  | {
      readonly kind: 'create index';
      readonly name: Name;
      readonly table: Name;
      readonly unique: boolean;
      readonly columns: readonly { readonly value: Expression; readonly text: string; readonly descending: boolean }[];
    }
  | { readonly kind: 'create sequence'; readonly name: Name; readonly start: number; readonly step: number; readonly cache: number }
  | { readonly kind: 'create synonym'; readonly name: Name; readonly target: Name; readonly isPublic: boolean; readonly replace: boolean }
  | {
      readonly kind: 'create user' | 'alter user';
      readonly name: string;
      readonly password: string | undefined;
      readonly locked: boolean | undefined;
      readonly quota: boolean;
    }
  | { readonly kind: 'create role'; readonly name: string }
  | { readonly kind: 'comment'; readonly on: 'TABLE' | 'COLUMN'; readonly name: Name; readonly text: string }
  | {
      readonly kind: 'grant' | 'revoke';
      readonly privileges: readonly { readonly name: string; readonly columns: readonly string[] }[];
      readonly on: Name | undefined;
      readonly to: readonly string[];
      readonly option: boolean;
    };

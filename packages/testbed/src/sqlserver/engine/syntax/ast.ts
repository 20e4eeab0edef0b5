import type { SqlType } from '../../engine.ts';

/** A name of up to four parts, as written: server, database, schema, object (or table and column). */
export interface Name {
  readonly parts: readonly string[];
  readonly line: number;
}

/** A type as written: `decimal(15, 2)`, `nvarchar(max)`, `[dbo].[x]`. */
export interface TypeName {
  readonly name: string;
  readonly arguments: readonly (number | 'max')[];
  readonly line: number;
}

export type Expression =
  | { readonly kind: 'null' }
  | { readonly kind: 'literal'; readonly type: SqlType | 'string' | 'nstring'; readonly text: string }
  | { readonly kind: 'name'; readonly name: Name }
  | { readonly kind: 'variable'; readonly name: string; readonly line: number }
  | { readonly kind: 'unary'; readonly operator: '-' | '+' | '~'; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: ArithmeticOperator;
      readonly left: Expression;
      readonly right: Expression;
      readonly line: number;
    }
  | {
      readonly kind: 'call';
      readonly name: Name;
      readonly arguments: readonly Expression[];
      readonly star: boolean;
      readonly distinct: boolean;
      readonly over: Window | undefined;
    }
  /** `x.ToString()`, or the property `x.STSrid`. */
  | {
      readonly kind: 'method';
      readonly of: Expression;
      readonly method: string;
      readonly arguments: readonly Expression[];
      readonly line: number;
    }
  | { readonly kind: 'case'; readonly branches: readonly CaseBranch[]; readonly otherwise: Expression | undefined }
  | {
      readonly kind: 'convert';
      readonly type: TypeName;
      readonly value: Expression;
      readonly style: Expression | undefined;
      readonly isTry: boolean;
    }
  | { readonly kind: 'collate'; readonly value: Expression; readonly collation: string; readonly line: number }
  | { readonly kind: 'subquery'; readonly query: Query };

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | '&' | '|' | '^';

export interface CaseBranch {
  readonly when: Condition;
  readonly result: Expression;
}

export interface Window {
  readonly partitionBy: readonly Expression[];
  readonly orderBy: readonly OrderItem[];
}

export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>=';

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly condition: Condition }
  | { readonly kind: 'compare'; readonly operator: Comparison; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'isNull'; readonly value: Expression; readonly negated: boolean }
  | { readonly kind: 'between'; readonly value: Expression; readonly low: Expression; readonly high: Expression; readonly negated: boolean }
  | { readonly kind: 'in'; readonly value: Expression; readonly list: readonly Expression[] | Query; readonly negated: boolean }
  | {
      readonly kind: 'like';
      readonly value: Expression;
      readonly pattern: Expression;
      readonly escape: string | undefined;
      readonly negated: boolean;
    }
  | { readonly kind: 'exists'; readonly query: Query };

export interface OrderItem {
  readonly value: Expression;
  readonly descending: boolean;
}

export interface SelectItem {
  readonly value: Expression | { readonly kind: 'star'; readonly of: string | undefined; readonly line: number };
  readonly alias: string | undefined;
  /** `select @x = …` */
  readonly assigns: string | undefined;
}

export interface Top {
  readonly count: Expression;
  readonly withTies: boolean;
}

export interface Select {
  readonly kind: 'select';
  readonly distinct: boolean;
  readonly top: Top | undefined;
  readonly items: readonly SelectItem[];
  readonly into: Name | undefined;
  readonly from: readonly TableSource[];
  readonly where: Condition | undefined;
  readonly groupBy: readonly Expression[];
  readonly having: Condition | undefined;
}

export interface SetOperation {
  readonly kind: 'union' | 'unionAll' | 'except' | 'intersect';
  readonly left: QueryBody;
  readonly right: QueryBody;
}

export type QueryBody = Select | SetOperation;

export interface Query {
  readonly kind: 'query';
  readonly with: readonly { readonly name: string; readonly columns: readonly string[]; readonly query: Query }[];
  readonly body: QueryBody;
  readonly orderBy: readonly OrderItem[];
  readonly offset: Expression | undefined;
  readonly fetch: Expression | undefined;
}

export type TableSource =
  | { readonly kind: 'table'; readonly name: Name; readonly alias: string | undefined; readonly sample: Expression | undefined }
  | { readonly kind: 'function'; readonly name: Name; readonly arguments: readonly Expression[]; readonly alias: string | undefined }
  | { readonly kind: 'changetable'; readonly table: Name; readonly since: Expression; readonly alias: string; readonly line: number }
  | { readonly kind: 'derived'; readonly query: Query; readonly alias: string; readonly columns: readonly string[] }
  | {
      readonly kind: 'values';
      readonly rows: readonly (readonly Expression[])[];
      readonly alias: string;
      readonly columns: readonly string[];
    }
  | {
      readonly kind: 'join';
      readonly join: 'inner' | 'left' | 'right' | 'full' | 'cross' | 'crossApply' | 'outerApply';
      readonly left: TableSource;
      readonly right: TableSource;
      readonly on: Condition | undefined;
    };

export interface Assignment {
  readonly column: string;
  readonly value: Expression | 'default';
  readonly line: number;
}

export interface ColumnDefinition {
  readonly name: string;
  readonly type: TypeName | undefined;
  readonly computed: { readonly value: Expression; readonly text: string; readonly persisted: boolean } | undefined;
  readonly collation: string | undefined;
  readonly nullable: boolean | undefined;
  readonly identity: { readonly seed: bigint; readonly increment: bigint } | undefined;
  readonly default: { readonly name: string | undefined; readonly value: Expression; readonly text: string } | undefined;
  readonly constraints: readonly ConstraintDefinition[];
  readonly isRowGuid: boolean;
  readonly line: number;
}

export interface KeyColumn {
  readonly name: string;
  readonly descending: boolean;
}

export type ConstraintDefinition =
  | {
      readonly kind: 'primaryKey' | 'unique';
      readonly name: string | undefined;
      readonly clustered: boolean | undefined;
      readonly columns: readonly KeyColumn[];
    }
  | {
      readonly kind: 'foreignKey';
      readonly name: string | undefined;
      readonly columns: readonly string[];
      readonly table: Name;
      readonly references: readonly string[];
      readonly onDelete: string;
    }
  | { readonly kind: 'check'; readonly name: string | undefined; readonly condition: Condition; readonly text: string }
  | {
      readonly kind: 'default';
      readonly name: string | undefined;
      readonly column: string;
      readonly value: Expression;
      readonly text: string;
    };

export interface ProcedureArgument {
  readonly name: string | undefined;
  readonly value: Expression;
}

export type Statement = { readonly line: number } & (
  | { readonly kind: 'query'; readonly query: Query }
  | {
      readonly kind: 'insert';
      readonly table: Name;
      readonly columns: readonly string[];
      readonly source:
        | Query
        | { readonly kind: 'rows'; readonly rows: readonly (readonly (Expression | 'default')[])[] }
        | { readonly kind: 'defaults' };
    }
  | {
      readonly kind: 'update';
      readonly table: Name;
      readonly set: readonly Assignment[];
      readonly from: readonly TableSource[];
      readonly where: Condition | undefined;
      readonly top: Expression | undefined;
    }
  | {
      readonly kind: 'delete';
      readonly table: Name;
      readonly from: readonly TableSource[];
      readonly where: Condition | undefined;
      readonly top: Expression | undefined;
    }
  | { readonly kind: 'truncate'; readonly table: Name }
  | {
      readonly kind: 'declare';
      readonly variables: readonly { readonly name: string; readonly type: TypeName; readonly value: Expression | undefined }[];
    }
  | { readonly kind: 'set'; readonly variable: string; readonly value: Expression }
  | { readonly kind: 'option'; readonly name: string; readonly value: string; readonly of?: Name }
  | { readonly kind: 'begin' | 'save' | 'commit' | 'rollback'; readonly name: string | undefined }
  | { readonly kind: 'use'; readonly database: string }
  | { readonly kind: 'if'; readonly condition: Condition; readonly body: readonly Statement[]; readonly otherwise: readonly Statement[] }
  | { readonly kind: 'print'; readonly value: Expression }
  | { readonly kind: 'raiserror'; readonly message: Expression; readonly severity: number; readonly state: number }
  | { readonly kind: 'waitfor'; readonly delay: string }
  | { readonly kind: 'execute'; readonly procedure: Name; readonly arguments: readonly ProcedureArgument[] }
  /** `exec (N'…')`: a batch of its own, in texts and variables that are joined. */
  | { readonly kind: 'executeText'; readonly text: readonly Expression[] }
  | {
      readonly kind: 'createTable';
      readonly name: Name;
      readonly columns: readonly ColumnDefinition[];
      readonly constraints: readonly ConstraintDefinition[];
    }
  | { readonly kind: 'alterTable'; readonly name: Name; readonly change: TableChange }
  | {
      readonly kind: 'createIndex';
      readonly name: string;
      readonly table: Name;
      readonly unique: boolean;
      readonly clustered: boolean;
      readonly columns: readonly KeyColumn[];
      readonly include: readonly string[];
      readonly where: Condition | undefined;
      readonly whereText: string;
    }
  | { readonly kind: 'createView'; readonly name: Name; readonly columns: readonly string[]; readonly text: string; readonly query: Query }
  | { readonly kind: 'createSchema'; readonly name: string }
  | { readonly kind: 'createDatabase'; readonly name: string; readonly collation: string | undefined }
  | { readonly kind: 'createLogin'; readonly name: string; readonly password: string }
  | { readonly kind: 'createUser'; readonly name: string; readonly login: string | undefined }
  | { readonly kind: 'alterRole'; readonly role: string; readonly member: string; readonly add: boolean }
  | {
      readonly kind: 'grant';
      readonly action: 'grant' | 'deny' | 'revoke';
      readonly permissions: readonly string[];
      readonly on: { readonly class: 'object' | 'schema' | 'database'; readonly name: Name } | undefined;
      readonly to: readonly string[];
    }
  | {
      readonly kind: 'drop';
      readonly type: 'table' | 'view' | 'schema' | 'database' | 'user' | 'login';
      readonly names: readonly Name[];
      readonly ifExists: boolean;
    }
  | { readonly kind: 'dropIndex'; readonly name: string; readonly table: Name; readonly ifExists: boolean }
  | {
      readonly kind: 'alterDatabase';
      readonly database: string | undefined;
      readonly option: string;
      readonly value: string;
      readonly settings: ReadonlyMap<string, string>;
    }
);

export type TableChange =
  | { readonly kind: 'add'; readonly columns: readonly ColumnDefinition[]; readonly constraints: readonly ConstraintDefinition[] }
  | { readonly kind: 'alterColumn'; readonly column: ColumnDefinition }
  | { readonly kind: 'dropColumn'; readonly columns: readonly string[] }
  | { readonly kind: 'dropConstraint'; readonly names: readonly string[] }
  | { readonly kind: 'changeTracking'; readonly enable: boolean; readonly trackColumns: boolean };

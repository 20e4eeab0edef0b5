/** A name, its parts as the dictionary has them: upper case unless quoted. */
export interface Name {
  readonly parts: readonly string[];
  readonly at: number;
}

export interface TypeName {
  /** Upper case, without sizes: `TIMESTAMP WITH TIME ZONE`. */
  readonly name: string;
  readonly sizes: readonly number[];
  /** BYTE or CHAR of a text's length. */
  readonly unit: 'BYTE' | 'CHAR' | undefined;
}

export type Expression =
  | { readonly kind: 'null' }
  | { readonly kind: 'number' | 'string' | 'national'; readonly text: string }
  | { readonly kind: 'moment'; readonly form: 'DATE' | 'TIMESTAMP'; readonly text: string }
  | { readonly kind: 'interval'; readonly text: string; readonly from: string; readonly to: string }
  | { readonly kind: 'bind'; readonly place: number }
  | { readonly kind: 'name'; readonly name: Name }
  | { readonly kind: 'negation'; readonly value: Expression }
  | { readonly kind: 'binary'; readonly operator: '+' | '-' | '*' | '/' | '||'; readonly left: Expression; readonly right: Expression }
  | Call
  | {
      readonly kind: 'case';
      readonly operand: Expression | undefined;
      readonly branches: readonly { readonly when: Condition; readonly result: Expression }[];
      readonly otherwise: Expression | undefined;
    }
  | { readonly kind: 'cast'; readonly value: Expression; readonly type: TypeName }
  | { readonly kind: 'extract'; readonly field: string; readonly value: Expression }
  | { readonly kind: 'zone'; readonly value: Expression; readonly zone: Expression | 'LOCAL' }
  | {
      readonly kind: 'trim';
      readonly side: 'LEADING' | 'TRAILING' | 'BOTH';
      readonly set: Expression | undefined;
      readonly value: Expression;
    }
  | { readonly kind: 'subquery'; readonly query: Query };

export interface Call {
  readonly kind: 'call';
  readonly name: Name;
  readonly arguments: readonly Expression[];
  /** For named notation, by the argument's place. */
  readonly names: readonly (string | undefined)[];
  readonly star: boolean;
  readonly distinct: boolean;
  readonly within: readonly OrderItem[] | undefined;
  readonly over: Window | undefined;
}

export interface Window {
  readonly partitionBy: readonly Expression[];
  readonly orderBy: readonly OrderItem[];
}

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'compare'; readonly operator: string; readonly left: readonly Expression[]; readonly right: readonly Expression[] }
  | { readonly kind: 'null'; readonly value: Expression; readonly negated: boolean }
  | { readonly kind: 'between'; readonly value: Expression; readonly low: Expression; readonly high: Expression; readonly negated: boolean }
  | {
      readonly kind: 'in';
      readonly values: readonly Expression[];
      readonly list: readonly (readonly Expression[])[] | Query;
      readonly negated: boolean;
    }
  | { readonly kind: 'exists'; readonly query: Query }
  | {
      readonly kind: 'like';
      readonly value: Expression;
      readonly pattern: Expression;
      readonly escape: Expression | undefined;
      readonly negated: boolean;
    }
  | { readonly kind: 'json'; readonly value: Expression; readonly negated: boolean }
  | { readonly kind: 'test'; readonly call: Call };

export interface OrderItem {
  readonly value: Expression;
  readonly descending: boolean;
  readonly nulls: 'FIRST' | 'LAST' | undefined;
}

export interface Query {
  readonly with: readonly { readonly name: string; readonly columns: readonly string[]; readonly query: Query }[];
  readonly body: QueryBody;
  readonly orderBy: readonly OrderItem[];
  readonly offset: Expression | undefined;
  readonly fetch: { readonly count: Expression; readonly withTies: boolean } | undefined;
  readonly lock: Lock | undefined;
}

export interface Lock {
  readonly wait: 'wait' | 'nowait' | 'skip';
  readonly seconds: number | undefined;
}

export type QueryBody =
  | Select
  | { readonly kind: 'union' | 'union all' | 'minus' | 'intersect'; readonly left: QueryBody; readonly right: QueryBody }
  | { readonly kind: 'nested'; readonly query: Query };

export interface Select {
  readonly kind: 'select';
  readonly distinct: boolean;
  readonly items: readonly SelectItem[];
  readonly from: readonly TableSource[];
  readonly where: Condition | undefined;
  /** `connect by level <= n`, and no other. */
  readonly levels: Expression | undefined;
  readonly groupBy: readonly Expression[];
  readonly having: Condition | undefined;
  readonly at: number;
}

export type SelectItem =
  | { readonly kind: 'star'; readonly of: Name | undefined }
  | { readonly kind: 'value'; readonly value: Expression; readonly alias: string | undefined; readonly text: string };

export type TableSource =
  | {
      readonly kind: 'table';
      readonly name: Name;
      readonly alias: string | undefined;
      readonly partition: string | undefined;
      readonly past: Past | undefined;
    }
  | { readonly kind: 'derived'; readonly query: Query; readonly alias: string | undefined }
  | {
      readonly kind: 'join';
      readonly how: 'inner' | 'left' | 'right' | 'full' | 'cross';
      readonly left: TableSource;
      readonly right: TableSource;
      readonly on: Condition | undefined;
      readonly using: readonly string[];
    };

export type Past =
  | { readonly kind: 'as of'; readonly by: 'scn' | 'timestamp'; readonly at: Expression }
  | {
      readonly kind: 'versions';
      readonly by: 'scn' | 'timestamp';
      readonly from: Expression | undefined;
      readonly to: Expression | undefined;
    };

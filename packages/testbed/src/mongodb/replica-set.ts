/** Who is in the set and who leads it. Members share one storage: replication is perfect and takes no time. */
export interface ReplicaSet {
  /** undefined for a standalone. */
  readonly name: string | undefined;
  /** host:port of each member. */
  readonly hosts: string[];
  /** Index of the primary; undefined while there is none. */
  readonly primary: number | undefined;
  /** Grows with every election. */
  readonly term: number;
  /** Counts step-downs of the member: what ran before one is interrupted by it. */
  stepDowns(member: number): number;
  stepDown(): void;
  stepUp(): void;
}

export function openReplicaSet(name: string | undefined): ReplicaSet {
  const hosts: string[] = [];
  const stepDowns = new Map<number, number>();
  let primary: number | undefined = 0;
  let last = 0;
  let term = 1;
  const elect = (member: number): void => {
    primary = member;
    last = member;
    term++;
  };
  return {
    name,
    hosts,
    get primary() {
      return primary;
    },
    get term() {
      return term;
    },
    stepDowns: (member) => stepDowns.get(member) ?? 0,
    stepDown: () => {
      if (primary === undefined) return;
      stepDowns.set(primary, (stepDowns.get(primary) ?? 0) + 1);
      if (hosts.length > 1) elect((primary + 1) % hosts.length);
      else primary = undefined;
    },
    stepUp: () => {
      if (primary === undefined) elect(last);
    },
  };
}

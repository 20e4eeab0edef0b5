import type { Target } from '../engine.ts';

interface Services {
  /** By the service's name in upper case. */
  readonly targets: ReadonlyMap<string, Target>;
  /** From 1. */
  instanceOf(target: Target): number;
}

interface Cluster {
  readonly databaseName: string;
  readonly containers: readonly string[];
  readonly instances: number;
}

/** Every container by its name on the first instance, and by `PDB1_2` on the second. */
export function servicesOf({ databaseName, containers, instances }: Cluster): Services {
  const targets = new Map<string, Target>();
  const instanceOf = new Map<string, number>();
  for (let instance = 1; instance <= instances; instance++) {
    const instanceName = instances > 1 ? `${databaseName}${instance}` : databaseName;
    instanceOf.set(instanceName, instance);
    for (const container of containers) {
      const plain = container === 'CDB$ROOT' ? databaseName : container;
      const serviceName = instance === 1 ? plain : `${plain}_${instance}`;
      targets.set(serviceName.toUpperCase(), { serviceName, instanceName, container, databaseName });
    }
  }
  return { targets, instanceOf: (target) => instanceOf.get(target.instanceName) ?? 1 };
}

/** The first log of every thread but the first, with the same sequence: a thread counts its logs for itself. */
export function threadsSql(instances: number): string {
  return `insert into redo.logs (incarnation, thread, sequence, group_no, first_seq, first_scn, first_at)
    select 1, t, 41, (t - 1) * s.groups + 1, 0, nextval('ora.scns'), ora.now() from generate_series(2, ${instances}) t cross join redo.settings s`;
}

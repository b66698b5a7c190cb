import type { Model, Step } from './explorer.js';

/** How nodes learn that a role which all tenants share has lost a permission. */
export type Raises = 'a version of its own' | 'the versions of the tenants that it finds';

const TENANTS = ['the older tenant', 'the newer tenant'] as const;

/** A decision in a node's memory, and the versions that it was made from. */
interface Remembered {
  readonly versions: string;
  readonly allowed: boolean;
}

interface State {
  readonly change: 'not begun' | 'waiting' | 'acknowledged';
  /** The tenants that the change found when it began. */
  readonly listed: number;
  readonly tenants: number;
  readonly tenantVersions: readonly number[];
  readonly sharedVersion: number;
  /** By node, by tenant. */
  readonly memories: readonly (readonly (Remembered | null)[])[];
}

/**
 * A permission is taken from a shared role, while the change waits for somebody's lock a tenant is made and the role
 * given in it, and nodes are asked about both all the while. The versions themselves are never outdated here: how
 * those get from PostgreSQL to the nodes is the other model.
 */
export function sharedRole(raises: Raises, nodes = 2): Model<State> {
  return {
    initial: { change: 'not begun', listed: 0, tenants: 1, tenantVersions: [0, 0], sharedVersion: 0, memories: Array.from({ length: nodes }, () => [null, null]) },
    keyOf: (state) => JSON.stringify(state),
    *steps(state) {
      if (state.tenants < TENANTS.length) yield { does: 'a tenant is made, and the role given in it', next: { ...state, tenants: state.tenants + 1 } };
      if (state.change === 'not begun') yield { does: 'the change begins, finds the tenants, and waits', next: { ...state, change: 'waiting', listed: state.tenants } };
      if (state.change === 'waiting') yield { does: 'the change commits and is acknowledged', next: committed(state, raises) };
      for (const node of state.memories.keys()) {
        for (const tenant of TENANTS.keys()) if (tenant < state.tenants) yield question(state, node, tenant, raises);
      }
    },
  };
}

function committed(state: State, raises: Raises): State {
  if (raises === 'a version of its own') return { ...state, change: 'acknowledged', sharedVersion: state.sharedVersion + 1 };
  return { ...state, change: 'acknowledged', tenantVersions: state.tenantVersions.map((version, tenant) => (tenant < state.listed ? version + 1 : version)) };
}

function question(state: State, node: number, tenant: number, raises: Raises): Step<State> {
  const memory = state.memories[node]?.[tenant];
  const versions = raises === 'a version of its own' ? `${state.tenantVersions[tenant]}, ${state.sharedVersion}` : `${state.tenantVersions[tenant]}`;
  const allowed = memory?.versions === versions ? memory.allowed : state.change !== 'acknowledged';
  const memories = state.memories.map((of, i) => (i === node ? of.with(tenant, { versions, allowed }) : of));
  return {
    does: `node ${node + 1} is asked about ${TENANTS[tenant]}`,
    next: { ...state, memories },
    ...(allowed && state.change === 'acknowledged' ? { wrong: 'it allows what was taken' } : {}),
  };
}

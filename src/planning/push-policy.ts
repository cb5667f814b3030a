export interface PushPolicy {
  /** Whether the hub can reach us: without an address of ours it has nowhere to push to. */
  readonly reachable: boolean;
}

export const DEFAULT_PUSH: PushPolicy = {
  // Set where the operator says under which address the world sees us.
  reachable: false,
};

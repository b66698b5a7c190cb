import { Frontier, type TreeNode } from '../merkle/frontier.js';
import { isKept } from '../merkle/kept-nodes.js';
import { leafHash } from '../merkle/hashes.js';
import { leafData } from '../leaf/leaf-data.js';

export interface Head {
  readonly log: string;
  readonly origin: string;
  readonly size: number;
  readonly peaks: Buffer;
}

/** One log while entries are appended to it. */
export class OpenLog {
  private readonly frontier: Frontier;
  private readonly kept: TreeNode[] = [];

  constructor(private readonly head: Head) {
    this.frontier = Frontier.of(head.size, head.peaks);
  }

  /** The entry's index and leaf. */
  append(canonical: string): { readonly index: number; readonly leaf: Buffer } {
    const index = this.frontier.size;
    const leaf = leafHash(leafData(canonical, index, this.head.origin));
    this.kept.push(...this.frontier.append(leaf).filter(({ level }) => level > 0 && isKept(level)));
    return { index, leaf };
  }

  /** The head after the appends, and the nodes to keep; leaves are kept with the places. */
  end(): { readonly head: Head; readonly nodes: readonly TreeNode[] } {
    return { head: { ...this.head, size: this.frontier.size, peaks: this.frontier.bytes() }, nodes: this.kept };
  }
}

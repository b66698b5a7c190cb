import { Frontier } from './frontier.js';
import { EMPTY_ROOT, leafHash, nodeHash } from './hashes.js';
import { isKept, nodesFrom } from './kept-nodes.js';
import { consistencyProof, inclusionProof, rootAt } from './proofs.js';

/** The leaves and roots of the reference implementation of Certificate Transparency. */
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map((hex) => Buffer.from(hex, 'hex'));
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

/** RFC 9162 section 2.1.1, word for word. */
function treeHash(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return EMPTY_ROOT;
  if (leaves.length === 1) return leaves[0]!;
  const k = 2 ** Math.ceil(Math.log2(leaves.length) - 1);
  return nodeHash(treeHash(leaves.slice(0, k)), treeHash(leaves.slice(k)));
}

/** RFC 9162 section 2.1.3.2. */
function rootByInclusion(leaf: Buffer, index: number, size: number, path: readonly Buffer[]): Buffer | undefined {
  let [fn, sn, r] = [index, size - 1, leaf];
  for (const p of path) {
    if (sn === 0) return undefined;
    if (fn % 2 === 1 || fn === sn) {
      r = nodeHash(p, r);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn / 2, Math.floor(sn / 2)];
    } else r = nodeHash(r, p);
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 ? r : undefined;
}

/** RFC 9162 section 2.1.4.2: both roots. */
function rootsByConsistency(first: number, second: number, firstRoot: Buffer, given: readonly Buffer[]): [Buffer, Buffer] | undefined {
  const path = Number.isInteger(Math.log2(first)) ? [firstRoot, ...given] : [...given];
  let [fn, sn] = [first - 1, second - 1];
  while (fn % 2 === 1) [fn, sn] = [(fn - 1) / 2, Math.floor(sn / 2)];
  let [fr, sr] = [path[0]!, path[0]!];
  for (const c of path.slice(1)) {
    if (sn === 0) return undefined;
    if (fn % 2 === 1 || fn === sn) {
      [fr, sr] = [nodeHash(c, fr), nodeHash(c, sr)];
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn / 2, Math.floor(sn / 2)];
    } else sr = nodeHash(sr, c);
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 ? [fr, sr] : undefined;
}

const SIZE = 700;

describe('AU-01 the Merkle log', () => {
  const leaves = Array.from({ length: SIZE }, (_, i) => leafHash(`entry ${i}`));
  const kept = new Map<string, Buffer>();
  const frontier = Frontier.empty();
  const roots = [frontier.root()];
  let reads = 0;

  beforeAll(() => {
    let current = Frontier.empty();
    for (const leaf of leaves) {
      for (const { level, index, hash } of current.append(leaf)) if (isKept(level)) kept.set(`${level}/${index}`, hash);
      roots.push(current.root());
      // As after a restart.
      current = Frontier.of(current.size, current.bytes());
    }
  });

  const nodes = () =>
    nodesFrom((level, from, count) => {
      reads += 1;
      const found = Array.from({ length: count }, (_, i) => kept.get(`${level}/${from + i}`));
      return Promise.resolve(found.filter((hash) => hash !== undefined));
    });

  it("has the reference's roots", () => {
    const log = Frontier.empty();
    expect(LEAVES.map((leaf) => (log.append(leafHash(leaf)), log.root().toString('hex')))).toEqual(ROOTS);
  });

  it('has the root that the RFC defines, at every size, however it was stored in between', async () => {
    for (const size of [0, 1, 2, 3, 7, 8, 255, 256, 257, 511, 512, 513, 699, 700]) {
      expect(roots[size]).toEqual(treeHash(leaves.slice(0, size)));
      expect(await rootAt(size, nodes())).toEqual(roots[size]);
    }
    expect(() => Frontier.of(3, Buffer.alloc(32))).toThrow('peaks');
  });

  it('proves every entry with few reads', async () => {
    for (const size of [1, 2, 3, 256, 257, 600, SIZE]) {
      for (let index = 0; index < size; index += size > 20 ? 13 : 1) {
        reads = 0;
        expect(rootByInclusion(leaves[index]!, index, size, await inclusionProof(index, size, nodes()))).toEqual(roots[size]);
        expect(reads).toBeLessThanOrEqual(5);
      }
    }
  });

  it('proves that it continues what it was', async () => {
    for (const first of [1, 2, 3, 6, 64, 255, 256, 257, 512, 599]) {
      for (const second of [first, first + 1, first + 37, SIZE]) {
        const proof = await consistencyProof(first, second, nodes());
        if (first === second) expect(proof).toEqual([]);
        else expect(rootsByConsistency(first, second, roots[first]!, proof)).toEqual([roots[first], roots[second]]);
      }
    }
  });

  it('says so when nodes are lost', async () => {
    kept.delete('8/1');
    await expect(rootAt(SIZE, nodes())).rejects.toThrow('lost');
  });
});

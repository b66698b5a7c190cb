import { NodeFS } from '@electric-sql/pglite/nodefs';

const OTHERS = 0o077;

type Started = Awaited<ReturnType<NodeFS['init']>>;
type SetAttributes = (target: unknown, attributes: { mode?: number }) => unknown;

/** The part of Emscripten's Node file system that is corrected here; its types do not name it. */
interface WithNodeFiles {
  readonly FS: {
    readonly filesystems: { readonly NODEFS: { readonly node_ops: { setattr: SetAttributes }; readonly stream_ops: { setattr?: SetAttributes } } };
  };
}

/**
 * The database's files, closed to other users. Emscripten asks for mode 0666 and sets it again after it has made a
 * file, so a umask has no effect.
 */
export class PrivateFiles extends NodeFS {
  override async init(...given: Parameters<NodeFS['init']>): Promise<Started> {
    const { emscriptenOpts } = await super.init(...given);
    const closeFiles = ({ FS }: WithNodeFiles): void => {
      const { node_ops, stream_ops } = FS.filesystems.NODEFS;
      for (const operations of [node_ops, stream_ops]) {
        const { setattr } = operations;
        if (setattr) operations.setattr = (target, { mode, ...others }) => setattr(target, mode === undefined ? others : { ...others, mode: mode & ~OTHERS });
      }
    };
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [closeFiles, ...(emscriptenOpts.preRun ?? [])] } };
  }
}

import { pack, packedSize, unpack, type Packed } from "./packed.ts";

const MIB = 1024 * 1024;

/**
 * Packed events that are kept of chunks that have been read, so that a jump fetches nothing: about 250 MiB of recording, which is several
 * hours. What was used least recently goes first.
 */
const ROOM_BYTES = 32 * MIB;
/** Batches of a document are packed together up to this much text: few large ones unpack faster than many small ones. */
const PACK_CHARS = 512 * 1024;

/** The events of a batch, cleaned, as a list in JSON. */
export interface EventText {
  page: string;
  seq: number;
  text: string;
}

/** Batches of one document, their texts one a line. */
interface Bundle {
  page: string;
  seqs: number[];
  lines: Packed;
}

/** Keeps the events of chunks in little room, in memory only. */
export interface EventStore {
  /** Keeps what was read of chunk `n`, in its full size at first. */
  keep(n: number, batches: readonly EventText[]): void;
  /** Packs chunk `n`, and lets go what there is no room for. */
  pack(n: number): Promise<void>;
  /**
   * Gives the events of chunk `n` back in parts, a whole document each, `first` before all others.
   * `false`: they are no longer here.
   */
  recall(n: number, first: string | null, take: (batches: EventText[], page: string) => void): Promise<boolean>;
}

function bundlesOf(batches: readonly EventText[]): Bundle[] {
  const bundles: { page: string; seqs: number[]; texts: string[]; chars: number }[] = [];
  const open = new Map<string, (typeof bundles)[number]>();
  for (const { page, seq, text } of batches) {
    let bundle = open.get(page);
    if (!bundle || bundle.chars + text.length > PACK_CHARS) {
      bundle = { page, seqs: [], texts: [], chars: 0 };
      bundles.push(bundle);
      open.set(page, bundle);
    }
    bundle.seqs.push(seq);
    bundle.texts.push(text);
    bundle.chars += text.length;
  }
  return bundles.map(({ page, seqs, texts }) => ({ page, seqs, lines: texts.join("\n") }));
}

export function createEventStore(roomBytes: number = ROOM_BYTES): EventStore {
  /** In the order in which they were used. */
  const chunks = new Map<number, Bundle[]>();
  const sizeOf = (bundles: readonly Bundle[]) => bundles.reduce((sum, { lines }) => sum + packedSize(lines), 0);

  function makeRoom(): void {
    let bytes = [...chunks.values()].reduce((sum, bundles) => sum + sizeOf(bundles), 0);
    for (const [n, bundles] of chunks) {
      if (bytes <= roomBytes || chunks.size === 1) return;
      chunks.delete(n);
      bytes -= sizeOf(bundles);
    }
  }

  async function open({ page, seqs, lines }: Bundle): Promise<EventText[]> {
    const texts = (await unpack(lines)).split("\n");
    return seqs.map((seq, index) => ({ page, seq, text: texts[index]! }));
  }

  return {
    keep(n, batches) {
      chunks.delete(n);
      chunks.set(n, bundlesOf(batches));
    },
    async pack(n) {
      for (const bundle of chunks.get(n) ?? [])
        if (typeof bundle.lines === "string") bundle.lines = await pack(bundle.lines);
      makeRoom();
    },
    async recall(n, first, take) {
      const bundles = chunks.get(n);
      if (!bundles) return false;
      chunks.delete(n);
      chunks.set(n, bundles);
      const pages = [...new Set(bundles.map(({ page }) => page))].toSorted(
        (a, b) => Number(b === first) - Number(a === first),
      );
      for (const page of pages) {
        const parts = await Promise.all(bundles.filter((bundle) => bundle.page === page).map(open));
        take(parts.flat(), page);
      }
      return true;
    },
  };
}

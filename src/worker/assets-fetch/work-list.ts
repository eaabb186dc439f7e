import { ASSETS } from "../../protocol/index.ts";
import { findAsset, getAsset, reserveKeys } from "../../storage/index.ts";
import { addressFault } from "./address-rules.ts";
import { giveUp, keepAddress, type Keeper, type Kept, type WantedAddress } from "./keeper.ts";
import type { AssetTask } from "./message.ts";
import { sheetLoads, sheetText, withoutQuery } from "./style-sheet.ts";

/** What came of a message. */
export interface WorkDone {
  kept: number;
  failed: number;
  /** Addresses that may work later. */
  later: string[];
  /** What is over the bound of one message, for another. */
  rest: AssetTask[];
  /** Addresses that are over the bounds of the session, or nested too deep. */
  left: number;
}

/** One address and how many sheets it is away from the page. */
interface Step extends WantedAddress {
  depth: number;
}

/** The tasks of one message, and what the sheets among them add: every address once, bounded in number and depth. */
export class WorkList {
  readonly done: WorkDone = { kept: 0, failed: 0, later: [], rest: [], left: 0 };
  private readonly steps: Step[] = [];
  private readonly seen = new Set<string>();

  constructor(
    private readonly keeper: Keeper,
    private readonly now: number,
  ) {}

  /** Does all of it, several addresses at once. */
  async run(tasks: readonly AssetTask[]): Promise<WorkDone> {
    for (const task of tasks) {
      if ("sheet" in task) await this.followStored(task.sheet, task.base, 0);
      else this.add(task, 0);
    }
    // As many as are there when a round begins; a sheet's own addresses are in the next round.
    while (this.steps.length > 0) {
      const round = this.steps.splice(0, ASSETS.fetchesAtOnce);
      await Promise.all(round.map((step) => this.take(step)));
    }
    return this.done;
  }

  private add(address: WantedAddress, depth: number): void {
    if (this.seen.has(address.url)) return;
    this.seen.add(address.url);
    if (this.seen.size <= ASSETS.messageFetches) this.steps.push({ ...address, depth });
    // Sheets are not passed on: they bring others, and each message would multiply.
    else if (address.kind === "style") this.done.left++;
    else this.done.rest.push(address);
  }

  private async take(step: Step): Promise<void> {
    // Judged here too and not only where it came in: the message may be older than the settings.
    const fault = addressFault(step.url, this.keeper.rules);
    const kept: Kept =
      fault === null ? await keepAddress(this.keeper, step, this.now) : { result: "failed", why: fault };
    if (kept.result === "later") this.done.later.push(step.url);
    else this.done[kept.result]++;
    if (kept.result !== "kept" || kept.refs === 0 || kept.base === null) return;
    if (kept.bytes) await this.follow(sheetText(kept.bytes), kept.base, step.depth);
    else await this.followStored(kept.sha256, kept.base, step.depth);
  }

  private async follow(css: string, base: string, depth: number): Promise<void> {
    const { stores, place, rules } = this.keeper;
    const loads = sheetLoads(css, base).filter(({ url }) => addressFault(url, rules) === null);
    const places = loads.map(({ key, url }) => ({ key, base: withoutQuery(url) }));
    const reserved = await reserveKeys(stores.index, place, places, this.now);
    for (const load of loads) {
      const tooDeep = load.kind === "style" && depth >= ASSETS.importDepth;
      if (tooDeep || !reserved.has(load.key)) this.done.left++;
      else this.add(load, depth + 1);
    }
  }

  private async followStored(sha256: string, base: string, depth: number): Promise<void> {
    const { stores, ring, place } = this.keeper;
    const asset = { tenant: place.tenant, sha256 };
    const known = await findAsset(stores.index, place.tenant, sha256);
    if (known?.type !== "text/css") return;
    const bytes = await getAsset(stores.bucket, ring, asset);
    if (bytes) await this.follow(sheetText(bytes), base, depth);
  }

  /** Gives up what did not work after all tries. */
  async giveUp(): Promise<void> {
    for (const url of this.done.later) await giveUp(this.keeper, url, this.now);
  }
}

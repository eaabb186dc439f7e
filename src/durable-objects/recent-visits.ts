import { LIMITS, segmentTruth, uuidTime, visitorShare, type KeptFacts } from "../protocol/index.ts";
import { scrubPageAddress } from "../protocol/privacy/addresses.ts";
import type { PrivacySettings } from "../protocol/privacy/privacy.schema.ts";
import type { Condition } from "../protocol/segment.schema.ts";
import type { RulePreviewResult } from "../protocol/settings.schema.ts";
import type { Person } from "../storage/index.ts";
import type { Visitor } from "./visitor.ts";

/** Old rows are deleted with one visit in this many, by the last bits of its time: no count has to be kept for it. */
const PRUNE_ONE_IN = 32;

type VisitRow = { at: number } & Required<
  Pick<KeptFacts, "environment" | "share" | "user" | "url" | "country" | "device" | "browser" | "os">
>;

/**
 * SQL of the last visits that could have been recorded, for trying segments on. Of a visitor their share is kept and not their id;
 * of what the site says of them only the user id; of address and country what the tenant collects.
 */
export class RecentVisits {
  constructor(private readonly sql: SqlStorage) {}

  /** Keeps a visit as it first asked. It is known by the time in its session's id and the visitor's share: asking again adds nothing. */
  keep(session: string, environment: string, visitor: Visitor, privacy: PrivacySettings): void {
    const at = uuidTime(session);
    if (Number.isNaN(at) || visitor.visitor === null) return;
    const { user, url, country, device, browser, os } = visitor;
    const share = visitorShare("segment", environment, visitor.visitor);
    const { rowsWritten } = this.sql.exec(
      `INSERT INTO visits (at, environment, share, user, url, country, device, browser, os) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO NOTHING`,
      at,
      environment,
      share,
      user,
      url && (scrubPageAddress(url, privacy) || null),
      privacy.location === "none" ? null : country,
      device,
      browser,
      os,
    );
    if (rowsWritten > 0 && at % PRUNE_ONE_IN === 0) this.prune();
  }

  /** Forgets the visits of a person. Another visitor with the very same share would go too. */
  forget(environments: readonly string[], { visitor, user }: Person): void {
    this.sql.exec("DELETE FROM visits WHERE user = ?", user);
    for (const environment of environments) {
      const share = visitorShare("segment", environment, visitor);
      this.sql.exec("DELETE FROM visits WHERE environment = ? AND share = ?", environment, share);
    }
  }

  private prune(): void {
    this.sql.exec(
      "DELETE FROM visits WHERE at < (SELECT at FROM visits ORDER BY at DESC LIMIT 1 OFFSET ?)",
      LIMITS.recentVisits - 1,
    );
  }

  /** How a rule would have divided them. */
  preview(rule: Condition): RulePreviewResult {
    const rows = this.sql
      .exec<VisitRow>("SELECT * FROM visits ORDER BY at DESC LIMIT ?", LIMITS.recentVisits)
      .toArray();
    const truths = rows.map((row) => segmentTruth(rule, row));
    return {
      visits: rows.length,
      matching: truths.filter((truth) => truth === true).length,
      unknown: truths.filter((truth) => truth === null).length,
      since: rows.at(-1)?.at ?? null,
    };
  }
}

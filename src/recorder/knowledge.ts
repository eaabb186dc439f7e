import { LIMITS } from "../protocol/limits.ts";
import type { IdentitySource } from "../protocol/start.schema.ts";
import type { Facts } from "./handover.ts";
import { readIdentity, type Place } from "./identity-source.ts";
import { stringify } from "./natives.ts";
import { whoOf } from "./who.ts";

/** What a document knows that the decision looks at, and how much of that the server has been told. */
export interface Knowledge {
  facts(): Facts;
  add(more: Facts): void;
  /** The site says who the visitor is; the arguments of `identify`. */
  identify(...call: unknown[]): void;
  /** Looks for an id in the page. One that was not found before counts like a call of `identify`. */
  find(source: IdentitySource | undefined): void;
  /** An id that was found and that no event has said yet; asked for once. */
  unsaid(): string | undefined;
  /** Who the visitor is has changed since the last question. */
  isUntold(): boolean;
  /** A question goes out. */
  ask(): void;
}

/** `found` hears of an id that the page shows. */
export function createKnowledge(first: Facts, place: Place, found: (user: string) => void): Knowledge {
  let facts = first;
  let seen: string | undefined;
  let unsaid: string | undefined;
  const who = () => stringify([facts.user, facts.attributes, facts.signature]);
  let told = who();
  const be = (next: Facts) => {
    facts = { ...facts, attributes: undefined, signature: undefined, ...next };
  };
  return {
    facts: () => facts,
    add(more) {
      facts = { ...facts, ...more };
    },
    identify(...call) {
      const next = whoOf(...call);
      if (next.user) be(next);
    },
    find(source) {
      const id = source && readIdentity(source, place);
      if (!id || id === seen) return;
      seen = id;
      if (id === facts.user) return;
      unsaid = id;
      found(id);
      be({ user: id });
    },
    unsaid() {
      const id = unsaid;
      unsaid = undefined;
      return id;
    },
    isUntold: () => who() !== told,
    ask() {
      told = who();
    },
  };
}

/**
 * The names of tracked events that the server should be told from now on: those it knows and those seen in this document, the
 * first ones of all; `undefined` when that is nothing new.
 */
export function namesToTell(seen: Iterable<string>, known: readonly string[]): string[] | undefined {
  const all = [...new Set([...known, ...seen])].slice(0, LIMITS.startEvents);
  return all.length > known.length ? all : undefined;
}

/** Letters of an id that tell it from others. */
const SHORT = 6;

/** Who it was, as a person reads it. */
export function actorText({ actor, name }: { actor: string; name: string | null }): string {
  if (name !== null) return name;
  if (actor === "system") return "Playhead";
  if (actor === "platform") return "Platform owner";
  if (actor === "visitor") return "A visitor";
  const [kind, id = ""] = actor.split(/:(.*)/s);
  if (kind === "key") return `API key …${id.slice(-SHORT)}`;
  if (kind === "user") return `Former member …${id.slice(-SHORT)}`;
  return actor;
}
